// Sections of translations that lag: what has changed in the original, and buttons that confirm them.

import { languageName, t } from "../texts.js";
import { html, presentableDiff } from "../vendor.js";

const CONTEXT = 160; // characters around a change

/** The sections of a translation that are not up to date. */
export function laggingPairs(model, code) {
  return (model.report?.sections[code]?.pairs ?? []).filter((pair) => pair.state !== "same" && pair.state !== "unconfirmed");
}

export function Lagging({ model, goTo }) {
  const languages = Object.entries(model.report?.sections ?? {});
  return languages.map(([code, { pairs, confirmed }]) => {
    const lagging = laggingPairs(model, code);
    const unconfirmed = pairs.some((pair) => pair.state === "unconfirmed");
    if (!lagging.length && !unconfirmed) return null;
    const confirm = (value) => model.changeFields(model.part(code), { translated_from: value });
    return html`<section class="lagging" key=${code} id=${`field-${code}-translated_from`} tabindex="-1">
      <h2>${t(unconfirmed ? "item.unconfirmed" : "item.lagging", { language: languageName(code) })}</h2>
      <p>${t(unconfirmed ? "item.unconfirmed-help" : "item.lagging-help")}</p>
      ${lagging.map((pair, number) => html`<${Pair} key=${number} pair=${pair} code=${code} model=${model} goTo=${goTo}
        onConfirm=${() => confirm(pair.confirmed)} />`)}
      <p><button type="button" class=${unconfirmed ? "primary" : ""} disabled=${!model.isChecked} onClick=${() => confirm(confirmed)}>${t("item.confirm-all")}</button></p>
    </section>`;
  });
}

function Pair({ pair, code, model, goTo, onConfirm }) {
  const heading = (pair.original ?? pair.own)?.heading || t("item.section-head");
  const go = (language, place) => place && goTo(language, "", place.line);
  return html`<article class="pair">
    <h3>${heading} <span class="hint">${t(`item.section-${pair.state}`)}</span></h3>
    ${pair.old || pair.state === "new" ? html`<${Difference} old=${pair.old} now=${pair.new} language=${model.original} />`
      : html`<p class="hint">${t("item.old-unknown")}</p><${Difference} old=${pair.new} now=${pair.new} language=${model.original} />`}
    <p class="row">
      ${pair.own && html`<button type="button" onClick=${() => { go(model.original, pair.original); go(code, pair.own); }}>${t("item.section-show")}</button>`}
      <button type="button" class="primary" disabled=${!model.isChecked} onClick=${onConfirm}>${t("item.section-confirm")}</button>
    </p>
  </article>`;
}

/** A text with what was deleted and added in it; what stayed the same is cut short. */
export function Difference({ old, now, language }) {
  const parts = [];
  let [before, after] = [0, 0];
  const changes = presentableDiff(old, now);
  for (const { fromA, toA, fromB, toB } of changes) {
    parts.push(shortened(now.slice(after, fromB), { start: after === 0 }));
    if (toA > fromA) parts.push(html`<del>${old.slice(fromA, toA)}</del>`);
    if (toB > fromB) parts.push(html`<ins>${now.slice(fromB, toB)}</ins>`);
    [before, after] = [toA, toB];
  }
  const rest = before < old.length || after < now.length ? now.slice(after) : "";
  parts.push(changes.length ? shortened(rest, { end: true }) : rest);
  return html`<div class="difference" lang=${language}>${parts}</div>`;
}

function shortened(text, { start = false, end = false }) {
  if (text.length <= (start || end ? CONTEXT : 2 * CONTEXT)) return start ? text.trimStart() : text;
  const head = start ? "" : text.slice(0, CONTEXT);
  return `${head} […] ${end ? "" : text.slice(-CONTEXT)}`;
}
