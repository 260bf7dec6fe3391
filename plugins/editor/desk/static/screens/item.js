// One item: its languages side by side, its fields, what the checks say, and how readers will see it.

import { api, session } from "../client.js";
import { href, setTitle } from "../desk.js";
import { day, languageName, t, zonePlace } from "../texts.js";
import { html, useEffect, useReducer, useRef, useState } from "../vendor.js";
import { bodyLine, createEditor, markSections, showFindings, showLine } from "../item/editor.js";
import { Fields, fieldId } from "../item/fields.js";
import { Findings, Needs, findingActions } from "../item/findings.js";
import { Lagging, laggingPairs } from "../item/lagging.js";
import { ItemModel } from "../item/model.js";
import { Preview } from "../item/preview.js";
import { Others, Save, Undecided, useSaving } from "../item/saving.js";
import { Source } from "../item/source.js";
import { Toolbar } from "../item/toolbar.js";
import { ReviewPanel } from "../review/panel.js";

const SHARED_FIRST = (field) => field.shared && field.first || field.key === "status";
const SHARED_MORE = (field) => field.shared && !field.first;
const OWN_FIRST = (field) => !field.shared && field.first && field.key !== "status";
const OWN_MORE = (field) => !field.shared && !field.first;

export default function Item({ path, query }) {
  const [model, setModel] = useState(null);
  const [failure, setFailure] = useState("");
  const [, redraw] = useReducer((number) => number + 1, 0);
  useEffect(() => {
    setModel(null);
    setTitle("");
    let opened = null;
    api.get("item", { bundle: path }).then((answer) => {
      opened = new ItemModel(answer, redraw);
      setModel(opened);
      opened.start();
    }, (error) => setFailure(error.message));
    return () => opened?.stop();
  }, [path]);
  if (failure) return html`<p class="notice error" role="alert">${failure}</p><p><a href=${href("")}>${t("desk.to-list")}</a></p>`;
  return model ? html`<${Opened} key=${path} model=${model} query=${query} />` : html`<p class="waiting" role="status">${t("desk.loading")}</p>`;
}

function Opened({ model, query }) {
  const [shown, setShown] = useState(session.languages.includes(query.language) ? query.language : model.original);
  const [together, setTogether] = useState(true);
  useSaving(model);
  const original = model.part(model.original);
  const titles = model.report?.titles ?? {};
  const title = titles[document.documentElement.lang] || titles[original.code] || model.bundle;
  useEffect(() => setTitle(title), [title]);
  const goTo = (code, key, line) => {
    const part = model.part(code || model.original);
    setShown(part.code);
    setTimeout(() => focusPlace(part, key, line));
  };
  const follow = (part, line) => together && scrollOthers(model, part, line);
  return html`<${Head} model=${model} title=${title} />
    ${model.failure && html`<p class="notice error" role="alert">${model.failure}</p>`}
    <${Undecided} model=${model} />
    <details class="shared-fields" open=${matchMedia("(width >= 60rem)").matches}><summary>${t("item.shared-fields")}</summary>
      ${model.day && html`<p class="hint">${t("item.day", { day: day(model.day), zone: zonePlace() })}</p>`}
      <div class="fields"><${Fields} model=${model} part=${original} shown=${SHARED_FIRST} /></div>
      <details><summary>${t("item.more-fields")}</summary><div class="fields"><${Fields} model=${model} part=${original} shown=${SHARED_MORE} /></div></details>
    </details>
    <div class="language-tabs" role="group" aria-label=${t("item.languages")}>
      ${model.parts.map((part) => html`<button type="button" key=${part.code} aria-pressed=${part.code === shown}
        onClick=${() => setShown(part.code)}>${languageName(part.code)}${model.isDirty(part) ? " •" : ""}</button>`)}
    </div>
    <label class="check together"><input type="checkbox" checked=${together} onChange=${(event) => setTogether(event.target.checked)} /> ${t("item.together")}</label>
    <div class="languages-side">
      ${model.parts.map((part) => html`<${Language} key=${part.code} part=${part} model=${model} hidden=${part.code !== shown} goTo=${goTo} follow=${follow} />`)}
    </div>
    <${Lagging} model=${model} goTo=${goTo} />
    <${Needs} model=${model} goTo=${goTo} />
    ${model.report && html`<${Preview} model=${model} />`}
    <${ReviewPanel} bundle=${model.bundle} />`;
}

function Head({ model, title }) {
  return html`<div class="item-head">
    <div><p class="hint"><a href=${href("")}>${t("list.title")}</a> / ${model.bundle}</p><h1>${title}</h1></div>
    <p class="row"><a class="button" href=${href(`acts/${model.bundle}`)}>${t("acts.nav-item")}</a><${Save} model=${model} /></p>
  </div>
  <${Others} model=${model} name=${model.bundle} words="item" />`;
}

function Language({ part, model, hidden, goTo, follow }) {
  const name = languageName(part.code);
  const more = (field) => OWN_MORE(field) || (field.key === "status" && part.code !== model.original);
  if (part.text === null) {
    return html`<section class=${hidden ? "language other" : "language"} aria-label=${name}><h2>${name}</h2>
      <p>${t("item.untranslated")}</p>
      <button type="button" onClick=${() => model.begin(part)}>${t("item.begin", { language: name })}</button></section>`;
  }
  return html`<section class=${hidden ? "language other" : "language"} aria-label=${name}>
    <h2 lang=${part.code}>${name}</h2>
    <div class="fields"><${Fields} model=${model} part=${part} shown=${OWN_FIRST} /></div>
    <${Toolbar} part=${part} model=${model} disabled=${!part.view} />
    <${ItemSource} part=${part} model=${model} name=${name} follow=${follow} />
    <${Findings} model=${model} part=${part} goTo=${goTo} />
    <details><summary>${t("item.more-own-fields")}</summary><div class="fields"><${Fields} model=${model} part=${part} shown=${more} /></div></details>
  </section>`;
}

function ItemSource({ part, model, name, follow }) {
  const line = useRef(follow);
  line.current = follow;
  const create = (parent) => createEditor({
    parent, text: part.text, code: part.code, direction: part.direction,
    label: t("item.source", { language: name }),
    onEdit: () => model.edited(part),
    onLine: (number) => line.current(part, number),
    onPicture: (file) => { part.dropped = file; model.changed(); },
    onSave: () => model.save(),
  });
  const show = (view, report) => {
    const own = report.findings.filter((each) => each.language === part.code);
    showFindings(view, own, (finding) => findingActions(finding, model));
    markSections(view, laggingLines(model, part));
  };
  return html`<${Source} model=${model} part=${part} create=${create} show=${show} />`;
}

function laggingLines(model, part) {
  const isOriginal = part.code === model.original;
  const codes = isOriginal ? Object.keys(model.report.sections) : [part.code];
  const places = codes.flatMap((code) => laggingPairs(model, code)).map((pair) => (isOriginal ? pair.original : pair.own));
  return places.filter(Boolean).map((place) => (place.heading ? place.line : Math.max(place.line, bodyLine(part.view))));
}

/** Bring the section that stands beside the one at a line into view in the other languages. */
function scrollOthers(model, part, line) {
  const sections = model.report?.sections ?? {};
  const isOriginal = part.code === model.original;
  for (const [code, { pairs }] of Object.entries(sections)) {
    if (!isOriginal && code !== part.code) continue;
    const [from, to] = isOriginal ? ["original", "own"] : ["own", "original"];
    const here = pairs.filter((pair) => pair[from] && pair[from].line <= line).at(-1);
    const other = model.part(isOriginal ? code : model.original);
    if (here?.[to] && other?.view) showLine(other.view, here[to].line, { focus: false });
  }
}

function focusPlace(part, key, line) {
  const field = key && document.getElementById(fieldId(part.code, key));
  if (field) {
    for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus();
  } else if (part.view) {
    part.view.dom.scrollIntoView({ block: "center" });
    showLine(part.view, line || bodyLine(part.view));
  }
}
