// The settings that are changed most: each field is written to its own line of the text.

import { session } from "../client.js";
import { useWritten } from "../item/fields.js";
import { languageName, t } from "../texts.js";
import { html, useId } from "../vendor.js";

const MOST_OPEN = 3; // groups; the others are folded away
const LONG = 70; // characters that a field of one line shows

/** The form of a text; `sources` are the names that a list of sources can have. */
export function SettingsForm({ model, part }) {
  const groups = model.report?.form;
  if (groups === null) return html`<p class="notice error">${t("site.form-unreadable")}</p>`;
  if (!groups?.length) return null;
  const { languages, sources } = model.opened;
  return html`<section class="site-form" aria-label=${t("site.form")}><h2>${t("site.form")}</h2>
    <datalist id="site-sources">${Object.entries(sources).map(([key, name]) => html`<option key=${key} value=${key}>${name}</option>`)}</datalist>
    ${groups.map((group, number) => html`<details key=${group.fields[0]?.key} open=${number < MOST_OPEN}><summary>${group.title}</summary>
      <div class="fields">${group.fields.map((field) => html`<${Setting} key=${field.key} field=${field} model=${model} part=${part}
        languages=${languages} />`)}</div></details>`)}
  </section>`;
}

function Setting({ field, model, part, languages }) {
  const id = useId();
  const [typed, change] = useWritten(model, field.value, (next) => model.changeFields(part, { [field.key]: next }));
  const help = field.help && html`<p class="hint" id=${id}>${field.help}</p>`;
  const described = field.help ? id : undefined;
  if (field.kind !== "localized") {
    return html`<div class="field"><label>${field.label}<input type="text" value=${typed} aria-describedby=${described}
      list=${field.kind === "list" ? "site-sources" : undefined} onInput=${(event) => change(event.target.value)} /></label>${help}</div>`;
  }
  const isOne = languages.length === 1;
  return html`<div class="field"><fieldset class="localized" aria-describedby=${described}><legend>${field.label}</legend>
    ${languages.map((code) => html`<label key=${code}>${isOne ? field.label : languageName(code)}
      <${Text} code=${code} value=${typed[code] ?? ""} onText=${(text) => change({ ...typed, [code]: text })} /></label>`)}
  </fieldset>${help}</div>`;
}

function Text({ code, value, onText }) {
  const shared = { lang: code, value, onInput: (event) => onText(event.target.value) };
  return value.length > LONG || value.includes("\n") ? html`<textarea rows="3" ...${shared}></textarea>` : html`<input type="text" ...${shared} />`;
}
