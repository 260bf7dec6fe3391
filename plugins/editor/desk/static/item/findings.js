// What the checks say: under each text with buttons that mend, and as two lists for preview and publishing.

import { api, session } from "../client.js";
import { href, say } from "../desk.js";
import { day, hasText, languageName, n, t, time } from "../texts.js";
import { html, useState } from "../vendor.js";
import { applyFixes } from "./editor.js";

const MAX_ADVICE = 6;

/** The buttons of a finding: `{ name, apply(view) }`. */
export function findingActions(finding, model) {
  const actions = finding.suggestions.map((word) => ({
    name: word,
    apply: (view) => replaceWord(view, finding, word),
  }));
  if (finding.word) actions.push({ name: t("item.add-word"), apply: () => addWord(finding, model) });
  if (finding.fixes.length) actions.push({ name: t("item.fix"), apply: (view) => applyFixes(view, finding.fixes) });
  return actions;
}

function replaceWord(view, finding, word) {
  if (finding.line > view.state.doc.lines) return;
  const line = view.state.doc.line(finding.line);
  const place = line.text.indexOf(finding.word);
  if (place >= 0) {
    const from = line.from + place;
    view.dispatch({ changes: { from, to: from + finding.word.length, insert: word } });
  }
}

async function addWord(finding, model) {
  try {
    await api.post("words", { language: finding.language, word: finding.word });
    say(t("item.word-added", { word: finding.word }));
    model.schedule("check", 0);
  } catch (error) {
    say(error.message, "error");
  }
}

/** The findings in one text of an item. */
export function Findings({ model, part, goTo }) {
  const found = model.report?.findings.filter((each) => (each.language || model.original) === part.code) ?? [];
  return html`<${FindingList} label=${t("item.findings", { language: languageName(part.code) })} found=${found} part=${part} model=${model} goTo=${goTo} />`;
}

/** Findings: errors, then what shuts readers out, then the rest of the advice. */
export function FindingList({ label, found, part, model, goTo }) {
  const errors = found.filter((each) => each.severity === "error");
  const advice = found.filter((each) => each.severity !== "error").sort((one, other) => other.accessibility - one.accessibility);
  const lines = (shown) => shown.map((each) => html`<${Finding} key=${keyOf(each)} finding=${each} part=${part} model=${model} goTo=${goTo} />`);
  return html`<section class="findings" aria-label=${label}>
    <p class="count" role="status">${model.report ? n("item.errors", errors.length) : t("item.checking")}${model.report ? `, ${n("item.advice", advice.length)}` : ""}</p>
    <ul>${lines(errors)}${lines(advice.slice(0, MAX_ADVICE))}</ul>
    ${advice.length > MAX_ADVICE && html`<details><summary>${n("item.more-advice", advice.length - MAX_ADVICE)}</summary>
      <ul>${lines(advice.slice(MAX_ADVICE))}</ul></details>`}
  </section>`;
}

function keyOf({ line, code, message }) {
  return `${line} ${code} ${message}`;
}

function Finding({ finding, part, model, goTo }) {
  const actions = findingActions(finding, model);
  return html`<li class=${finding.severity}>
    ${finding.language || finding.site_path === part.path ? html`<button type="button" class="place" onClick=${() => goTo(part.code, finding.key, finding.line)}>${t("item.line", { line: finding.line })}</button>`
      : html`<span class="place">${finding.path.split("/").at(-1)}</span>`}
    <span>${finding.accessibility && html`<strong class="mark">${t("item.accessibility")}</strong> `}${finding.message}</span>
    ${actions.length > 0 && html`<span class="actions">${actions.map(({ name, apply }) => html`<button type="button" key=${name}
      onClick=${() => { apply(part.view); part.view.focus(); }}>${name}</button>`)}</span>`}
  </li>`;
}

/** "To preview you need" and "to publish you need". */
export function Needs({ model, goTo }) {
  if (!model.report) return null;
  const errors = model.report.findings.filter((each) => each.severity === "error");
  const needs = model.needs?.needs ?? null;
  const elsewhere = model.report.elsewhere;
  const more = model.needs?.elsewhere ?? elsewhere;
  return html`<div class="needs">
    <section><h2>${t("item.to-preview")}</h2>
      ${errors.length + elsewhere.length === 0 ? html`<p class="done">${t("item.nothing-preview")}</p>` : html`<ul>
        ${errors.map((each) => html`<${NeedLine} key=${keyOf(each)} need=${{ ...each, kind: "problem", required: true }} goTo=${goTo} />`)}
        <${Elsewhere} found=${elsewhere} /></ul>`}
    </section>
    <section><h2 tabindex="-1">${t("item.to-publish")}</h2>
      ${needs === null ? html`<p class="hint">${t("item.checking")}</p>`
        : needs.length + more.length === 0 && !model.dirty ? html`<p class="done">${t("item.nothing-publish")} <a href=${href("publish")}>${t("acts.publish")}</a></p>` : html`<ul>
        ${model.dirty && html`<li class="required"><button type="button" class="link" onClick=${() => model.save()}>${t("item.need-save")}</button></li>`}
        ${needs.filter((each) => each.kind !== "draft").map((each, number) => html`<${NeedLine} key=${number} need=${each} goTo=${goTo} />`)}
        <${Elsewhere} found=${more} />
        <${Ready} model=${model} codes=${needs.filter((each) => each.kind === "draft").map((each) => each.language)} /></ul>`}
    </section>
  </div>`;
}

/** The button that takes the mark of a draft off all languages' texts. */
function Ready({ model, codes }) {
  const [busy, setBusy] = useState(false);
  if (!codes.length) return null;
  async function release(event) {
    const section = event.currentTarget.closest("section");
    setBusy(true);
    await model.release(codes);
    setBusy(false);
    section.querySelector("h2").focus();
  }
  return html`<li class="required"><button type="button" class="primary" disabled=${busy || model.saving} onClick=${release}>${t("item.ready")}</button>
    ${" "}<span class="hint">${t("item.ready-drafts", { languages: codes.map(languageName).join(", ") })}</span></li>`;
}

function NeedLine({ need, goTo }) {
  const isOfAll = ["scheduled", "owner"].includes(need.kind);
  const language = need.language && !isOfAll && session.languages.length > 1 ? `${languageName(need.language)}: ` : "";
  return html`<li class=${need.required ? "required" : "wanted"}>
    <button type="button" class="link" onClick=${() => goTo(need.language, need.key, need.line)}>${language}${needText(need)}</button></li>`;
}

function needText(need) {
  const told = `item.need-${need.code}`;
  if (need.kind === "problem") return hasText(told) ? t(told) : need.message;
  const values = { language: need.language && languageName(need.language) };
  if (need.kind === "scheduled") Object.assign(values, { day: day(need.value), time: time(need.value) });
  if (need.kind === "lagging") [values.changed, values.all] = need.value.split("/");
  return t(`item.need-${need.kind}`, values);
}

/** Errors in other files, each with a way there. */
export function Elsewhere({ found }) {
  return found.map((each) => html`<li key=${`${each.path} ${keyOf(each)}`} class="required">
    <a href=${each.site_path ? href(`site/${each.site_path}`) : href(`item/${each.bundle}`, { language: each.language })}>${each.path}:${each.line}</a> ${each.message}</li>`);
}
