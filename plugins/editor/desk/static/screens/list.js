// The list of items by state, with a search in their texts and a calendar of what appears when.

import { api } from "../client.js";
import { go, href, readAddress, setTitle, showCurrent } from "../desk.js";
import { TEXT_DRAFT, allDrafts } from "../draft_store.js";
import { n, t } from "../texts.js";
import { html, useEffect, useMemo, useRef, useState } from "../vendor.js";
import { Calendar } from "../list/calendar.js";
import { Row } from "../list/row.js";
import { Tasks } from "../list/tasks.js";

const PAGE = 100;
const SEARCH_MS = 200;
const REFRESH_MS = 20_000;

/** The marks that the list can be narrowed to, and which items have them. */
const MARKS = {
  all: () => true,
  draft: (item) => item.state === "draft" || Object.values(item.versions).some((each) => each.draft),
  scheduled: (item) => ["scheduled", "failed"].includes(item.state),
  failed: (item) => item.state === "failed",
  ready: (item) => item.state === "ready",
  published: (item) => ["published", "checking", "obsolete"].includes(item.state),
  checking: (item) => item.state === "checking",
  withdrawn: (item) => ["withdrawn", "obsolete", "merged"].includes(item.state),
  missing: (item) => item.missing.length > 0,
  lagging: (item) => Object.values(item.versions).some((each) => each.lagging.length),
  review: (item) => item.review_due,
  errors: (item) => Object.values(item.versions).some((each) => each.errors),
};
const SECTIONS = ["news", "faq", "summaries", "pages"];

export default function List({ query }) {
  const [list, setList] = useState(null);
  const [failure, setFailure] = useState("");
  const [found, setFound] = useState(null);
  const [unsaved, setUnsaved] = useState([]);
  const [visits, setVisits] = useState([]);
  useEffect(() => {
    setTitle(t("list.title"));
    allDrafts().then(setUnsaved);
    return keepFresh(setList, setVisits, setFailure);
  }, []);
  useEffect(() => {
    if (!query.q) {
      setFound(null);
      return undefined;
    }
    const timer = setTimeout(() => api.get("search", { q: query.q }).then(
      (answer) => setFound(new Set(answer.bundles)), (error) => setFailure(error.message)), SEARCH_MS);
    return () => clearTimeout(timer);
  }, [query.q, list]);
  return html`<div class="heading"><h1>${t("list.title")}</h1>
      <a class="button primary" href=${href("new")}>${t("list.new")}</a></div>
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    ${unsaved.length > 0 && html`<${Unsaved} drafts=${unsaved} />`}
    ${list?.problems.length > 0 && html`<section class="notice error" aria-label=${t("list.problems")}><p>${t("list.problems")}</p>
      <ul>${list.problems.map((each) => html`<li key=${each.path + each.line + each.message}>${each.site_path ? html`<a href=${href(`site/${each.site_path}`)}>${each.path}:${each.line}</a>` : html`<code>${each.path}:${each.line}</code>`} ${each.message}</li>`)}</ul></section>`}
    ${list ? html`<${Items} list=${list} query=${query} found=${query.q ? found : null} visits=${visits} />`
      : !failure && html`<p class="waiting" role="status">${t("list.reading")}</p>`}`;
}

/** Load the list now, when the window is looked at again, and from time to time; returns what ends it. */
function keepFresh(onList, onVisits, onFailure) {
  let version = "";
  async function load() {
    if (document.visibilityState !== "visible") return;
    try {
      const list = await api.get("items", { known: version });
      if (!list.unchanged) onList(list);
      version = list.version ?? version;
      onVisits((await api.get("presence")).visits);
      onFailure("");
    } catch (error) {
      onFailure(error.message);
    }
  }
  const timer = setInterval(load, REFRESH_MS);
  document.addEventListener("visibilitychange", load);
  load();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", load);
  };
}

function Unsaved({ drafts }) {
  return html`<section class="notice" aria-label=${t("list.unsaved")}>
    <p>${t("list.unsaved")}</p>
    <ul>${drafts.map(({ path }) => {
      const [, bundle, language] = path.match(/^(.*)\/([^/]+)\.md$/) ?? [null, path, ""];
      const [, set] = path.match(/^figures\/(.*)\.yaml$/) ?? [];
      const [file, isText] = path.split(TEXT_DRAFT);
      const place = isText === "" ? href(`site/${file}`) : set ? href(`figures/set/${set}`) : href(`item/${bundle}`, { language });
      return html`<li key=${path}><a href=${place}>${file}</a></li>`;
    })}</ul>
  </section>`;
}

function Items({ list, query, found, visits }) {
  const mark = query.state in MARKS ? query.state : "all";
  const narrowed = useMemo(() => list.items
    .filter((item) => !query.section || item.section === query.section)
    .filter((item) => !query.topic || item.topics.includes(query.topic))
    .filter((item) => !found || found.has(item.bundle))
    .sort(mark === "scheduled" ? soonestFirst : newestFirst), [list, query.section, query.topic, mark, found]);
  const shown = narrowed.filter(MARKS[mark]);
  if (!list.items.length) return html`<${FirstSteps} />`;
  return html`
    <${Filters} list=${list} query=${query} />
    <${Marks} items=${narrowed} mark=${mark} query=${query} />
    ${mark === "scheduled" && html`<${Calendar} items=${list.items} now=${list.now} />`}
    <p class="count" role="status">${n("list.count", shown.length)}</p>
    <${Rows} items=${shown} key=${JSON.stringify(query)} topics=${list.topics} visits=${visits} />
    ${mark === "all" && !query.q && html`<${Tasks} list=${list} />`}`;
}

/** What to do where there is nothing yet. */
function FirstSteps() {
  return html`<section class="notice"><h2>${t("list.first")}</h2>
    <p>${t("list.first-item")}</p>
    <p><a class="button primary" href=${href("new")}>${t("list.first-new")}</a></p>
    <p>${t("list.first-page")} <a href=${href("help")}>${t("list.first-help")}</a></p></section>`;
}

function newestFirst(one, other) {
  return inOrder(other.published ?? "", one.published ?? "") || inOrder(one.bundle, other.bundle);
}

/** The order of texts by their characters, as dates and addresses need it. */
function inOrder(one, other) {
  return one < other ? -1 : Number(one > other);
}

function soonestFirst(one, other) {
  return -newestFirst(one, other);
}

/** Narrow the list by what the address says now: a link that was just followed may not be drawn yet. */
function narrow(changes) {
  go("", { ...readAddress().query, ...changes }, { replace: true });
}

function Filters({ list, query }) {
  const language = document.documentElement.lang;
  const sections = SECTIONS.filter((name) => list.items.some((item) => item.section === name));
  const topics = Object.entries(list.topics).map(([slug, names]) => [slug, names[language] ?? Object.values(names)[0]]);
  return html`<form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}>
    <label class="wide">${t("list.search")}
      <input type="search" value=${query.q ?? ""} spellcheck=${false} autocomplete="off"
        onInput=${(event) => narrow({ q: event.target.value })} /></label>
    <label>${t("list.section")}
      <select value=${query.section ?? ""} onChange=${(event) => narrow({ section: event.target.value })}>
        <option value="">${t("list.any-section")}</option>
        ${sections.map((name) => html`<option key=${name} value=${name}>${t(`list.section-${name}`)}</option>`)}
      </select></label>
    <label>${t("list.topic")}
      <select value=${query.topic ?? ""} onChange=${(event) => narrow({ topic: event.target.value })}>
        <option value="">${t("list.any-topic")}</option>
        ${topics.map(([slug, name]) => html`<option key=${slug} value=${slug}>${name}</option>`)}
      </select></label>
  </form>`;
}

function Marks({ items, mark, query }) {
  const strip = useRef(null);
  useEffect(() => showCurrent(strip.current), [mark]);
  const counts = Object.entries(MARKS).map(([name, has]) => [name, items.filter(has).length]);
  return html`<nav class="marks" ref=${strip} aria-label=${t("list.marks")}>
    ${counts.filter(([name, count]) => count || ["all", mark].includes(name)).map(([name, count]) => html`
      <a key=${name} href=${href("", { ...query, state: name === "all" ? "" : name })} class=${name}
        aria-current=${name === mark ? "true" : undefined}>
        ${t(`list.mark-${name}`)} <span class="number">${count}</span></a>`)}
  </nav>`;
}

function Rows({ items, topics, visits }) {
  const [most, setMost] = useState(PAGE);
  if (!items.length) return html`<p class="empty">${t("list.empty")}</p>`;
  return html`<ul class="items">
      ${items.slice(0, most).map((item) => html`<${Row} key=${item.bundle} item=${item} topics=${topics}
        visits=${visits.filter((visit) => visit.item === item.bundle)} />`)}
    </ul>
    ${items.length > most && html`<p><button type="button" onClick=${() => setMost(most + PAGE)}>
      ${n("list.more", Math.min(PAGE, items.length - most))}</button></p>`}`;
}
