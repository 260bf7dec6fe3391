// One item in the list: its title, its state in words, its languages and what is the matter with them.

import { session } from "../client.js";
import { href } from "../desk.js";
import { day, languageName, n, t, time } from "../texts.js";
import { html } from "../vendor.js";

export function Row({ item, topics, visits }) {
  const language = document.documentElement.lang;
  const [code, version] = item.versions[language]
    ? [language, item.versions[language]] : Object.entries(item.versions)[0];
  const names = item.topics.map((slug) => topics[slug]?.[language] ?? slug);
  return html`<li class=${`item ${item.state}`}>
    <a class="title" lang=${code} href=${href(`item/${item.bundle}`)}>${version.title || t("list.untitled")}</a>
    <p class="facts"><span class="state">${stateInWords(item)}</span>
      <span>${t(`list.one-${item.section}`)}</span>
      ${names.length > 0 && html`<span>${names.join(", ")}</span>`}
      ${item.review && html`<span class=${item.review_due ? "due" : ""}>${t(
        item.review_due ? "list.review-due" : "list.reviewed", { day: day(item.review) })}${
        item.owner && `, ${item.owner}`}</span>`}
      ${visits.map((visit) => html`<span key=${visit.window} class="visit">${t(
        "list.opened", { user: visit.user, time: time(visit.since) })}</span>`)}
    </p>
    <ul class="versions">${session.languages.map((each) => html`
      <${VersionMark} key=${each} item=${item} code=${each} version=${item.versions[each]} />`)}</ul>
  </li>`;
}

function VersionMark({ item, code, version }) {
  const marks = versionMarks(item, version);
  return html`<li class=${marks.length ? "marked" : ""}>
    <a href=${href(`item/${item.bundle}`, { language: code })} lang=${code}>${languageName(code)}</a>${
    marks.length ? `: ${marks.join(", ")}` : ""}</li>`;
}

function versionMarks(item, version) {
  if (!version) return [t("list.version-missing")];
  const marks = [];
  if (version.draft && item.state !== "draft") marks.push(t("list.version-draft"));
  if (version.lagging.length) marks.push(t("list.version-lagging"));
  if (version.errors) marks.push(n("list.version-errors", version.errors));
  return marks;
}

/** The state of an item as one would say it: "Appears on 3 December at 10:30". */
export function stateInWords(item) {
  const at = item.published && { day: day(item.published), time: time(item.published) };
  const atMidnight = at && at.time === "00:00";
  if (item.state === "draft") return t("list.state-draft");
  if (item.state === "scheduled") return t(atMidnight ? "list.state-scheduled-day" : "list.state-scheduled", at);
  if (item.state === "failed") return t("list.state-failed", at);
  if (["withdrawn", "obsolete"].includes(item.state)) return t(`list.state-${item.state}`, { reason: item.reason });
  if (["ready", "checking", "merged"].includes(item.state)) return t(`list.state-${item.state}`);
  return at ? t("list.state-published", at) : t("list.state-public");
}
