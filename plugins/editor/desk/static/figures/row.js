// A new row of a card, or a new line of a set's table: what it is asked for follows from the card.

import { languageName, t } from "../texts.js";
import { html } from "../vendor.js";
import { Localized, named } from "./fields.js";

const APPROXIMATIONS = ["exact", "more", "about", "almost", "at-most"];

export function emptyRow(form, rows) {
  return { at: rows.length ? "" : form.next, label: {}, values: {}, unit: "", source: "", approx: "exact" };
}

/** Whether a row has a time or a label, and a value; a table may lack some. */
export function isComplete(row, form) {
  const typed = Object.keys(form.values).filter((key) => row.values[key]?.trim());
  const needed = "part" in form.values || form.values.value ? Object.keys(form.values).length : 1;
  return typed.length >= needed && Boolean(form.timed ? row.at.trim() : Object.values(row.label).some((text) => text.trim()));
}

export function RowFields({ row, form, languages, sources, units, onChange, onRemove }) {
  const set = (key) => (event) => onChange({ ...row, [key]: event.target.value });
  const setValue = (key) => (event) => onChange({ ...row, values: { ...row.values, [key]: event.target.value } });
  return html`<fieldset class="new-row"><legend>${t("figures.row-new")}</legend>
    ${form.timed ? html`<label>${t("figures.row-at")}<input type="text" value=${row.at} onInput=${set("at")} />
        <span class="hint">${t("figures.date-hint")}</span></label>`
      : html`<${Localized} label=${t("figures.row-label")} languages=${languages} texts=${row.label} onChange=${(label) => onChange({ ...row, label })} />`}
    ${Object.entries(form.values).map(([key, names]) => html`<label key=${key}>${valueName(key, names)}
      <input type="text" inputmode="decimal" autocomplete="off" value=${row.values[key] ?? ""} onInput=${setValue(key)} /></label>`)}
    ${form.units && html`<label>${t("figures.unit")}<select value=${row.unit} onChange=${set("unit")}><option value="">—</option>
      ${units.map((unit) => html`<option key=${unit.key} value=${unit.key}>${unit.name}</option>`)}</select></label>`}
    ${Object.keys(sources).length > 0 && html`<label>${t("figures.approx")}<select value=${row.approx} onChange=${set("approx")}>
        ${APPROXIMATIONS.map((each) => html`<option key=${each} value=${each}>${t(`figures.approx-${each}`)}</option>`)}</select></label>
      <label>${t("figures.row-source")}<select value=${row.source} onChange=${set("source")}><option value="">${t("figures.row-source-same")}</option>
        ${Object.entries(sources).map(([key, source]) => html`<option key=${key} value=${key}>${named(source.publisher) || t("figures.source-new")}, ${source.date}</option>`)}
      </select></label>`}
    <p><button type="button" class="quiet" onClick=${onRemove}>${t("figures.row-remove")}</button></p>
  </fieldset>`;
}

function valueName(key, names) {
  if (["value", "part", "whole"].includes(key) && !Object.keys(names).length) return t(`figures.row-${key}`);
  return named(names) || key;
}
