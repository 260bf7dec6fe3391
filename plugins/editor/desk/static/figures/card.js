// One card of a set: how it would look, its texts, its figures, and rows to add.

import { href } from "../desk.js";
import { languageName, t } from "../texts.js";
import { html } from "../vendor.js";
import { Localized, named } from "./fields.js";
import { RowFields, emptyRow } from "./row.js";

const MORE_TEXTS = ["label", "period", "context", "note"];

/** A card to edit; without one, the table of the set. */
export function SetCard({ id, card, form, opened, edited, units, sight, setRows, onFields, onDelete }) {
  const rows = edited.rows[id] ?? [];
  const fields = edited.cards[id];
  const heading = card ? named(fields.title) || id : t("figures.table");
  const change = (at, row) => setRows(id, rows.map((each, place) => (place === at ? row : each)));
  return html`<section class="figure-card" aria-label=${heading}><h2>${heading}</h2>
    ${card && html`<${Pictures} pictures=${sight.pictures[id]} />
      <${CardFields} card=${card} fields=${fields} opened=${opened} edited=${edited} units=${units} onChange=${onFields} />
      <${Figures} figures=${card.figures} />`}
    ${rows.map((row, at) => html`<${RowFields} key=${at} row=${row} form=${form} languages=${opened.languages}
      sources=${card ? edited.sources : {}} units=${units} onChange=${(next) => change(at, next)}
      onRemove=${() => setRows(id, rows.filter((_, place) => place !== at))} />`)}
    <p class="row">${form && html`<button type="button" onClick=${() => setRows(id, [...rows, emptyRow(form, rows)])}>
        ${t(card ? form.timed ? "figures.point-add" : "figures.row-add" : "figures.line-add")}</button>`}
      ${card && html`<button type="button" class="danger" onClick=${() => onDelete({ card: id, title: heading })}>${t("figures.card-delete")}</button>`}</p>
  </section>`;
}

function Pictures({ pictures = {} }) {
  return html`<div class="set-pictures">${Object.entries(pictures).map(([code, picture]) => html`<img key=${code} lang=${code}
    src=${picture.url} alt=${picture.alt} width="1200" height="630" />`)}</div>`;
}

function CardFields({ card, fields, opened, edited, units, onChange }) {
  const set = (key) => (value) => onChange({ ...fields, [key]: value });
  const choose = (key) => (event) => set(key)(event.target.value);
  return html`<${Localized} label=${t("figures.card-title")} languages=${opened.languages} texts=${fields.title} required onChange=${set("title")} />
    <div class="set-choices">
      ${card.kinds.length > 1 && html`<label>${t("figures.kind")}<select value=${fields.kind} onChange=${choose("kind")}>
        ${card.kinds.map((kind) => html`<option key=${kind} value=${kind}>${t(`figures.kind-${kind}`)}</option>`)}</select></label>`}
      <label>${t("figures.unit")}<select value=${fields.unit} onChange=${choose("unit")}>
        <option value="">${t("figures.unit-own")}</option>
        ${units.map((unit) => html`<option key=${unit.key} value=${unit.key}>${unit.name}</option>`)}</select></label>
      <label>${t("figures.card-source")}<select value=${fields.source} onChange=${choose("source")}>
        <option value="">${t("figures.source-none")}</option>
        ${Object.entries(edited.sources).map(([key, source]) => html`<option key=${key} value=${key}>${named(source.publisher) || t("figures.source-new")}, ${source.date}</option>`)}
        </select></label>
      <label>${t("figures.as-of")}<input type="text" pattern="\\d{4}(-\\d\\d){0,2}" value=${fields.as_of} onInput=${choose("as_of")} />
        <span class="hint">${t("figures.as-of-hint")}</span></label>
    </div>
    <details><summary>${t("figures.more-texts")}</summary>
      ${MORE_TEXTS.filter((key) => key !== "context" || fields.kind === "number").map((key) => html`<${Localized} key=${key}
        label=${t(`figures.text-${key}`)} languages=${opened.languages} texts=${fields[key] || {}} onChange=${set(key)} />`)}
    </details>`;
}

function Figures({ figures }) {
  if (!figures.length) return null;
  return html`<details><summary>${t("figures.numbers")} <span class="number">${figures.length}</span></summary>
    <ul>${figures.map((figure) => html`<li key=${figure.address}>
      <div>${Object.entries(figure.words).map(([code, text]) => html`<p key=${code} lang=${code}><span class="hint">${languageName(code)}${figure.labels[code] ? ` · ${figure.labels[code]}` : ""}</span> ${text}</p>`)}</div>
      ${figure.computed || figure.tabular ? html`<span class="hint">${t(figure.computed ? "figures.computed" : "figures.tabular")}</span>`
        : html`<a class="button" href=${href(`figures/${figure.address}`)} aria-label=${`${t("figures.correct")}: ${named(figure.words)}`}>${t("figures.correct")}</a>`}</li>`)}</ul>
  </details>`;
}
