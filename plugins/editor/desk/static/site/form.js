// The settings that are changed most: each field is written to its own line of the text.

import { say } from "../desk.js";
import { useWritten } from "../item/fields.js";
import { languageName, t } from "../texts.js";
import { html, useId, useRef, useState } from "../vendor.js";

const MOST_OPEN = 3; // groups; the others are folded away
const ADDITION = "+"; // in place of a field's key: a new entry
const LONG = 70; // characters that a field of one line shows

/** The form of a text, with the fields of a new entry. */
export function SettingsForm({ model, part }) {
  const groups = model.report?.form;
  const { addition, languages, sources } = model.opened;
  if (groups === null) return html`<p class="notice error">${t("site.form-unreadable")}</p>`;
  if (!groups || !groups.length && !addition) return null;
  return html`<section class="site-form" aria-label=${t("site.form")}><h2>${t("site.form")}</h2>
    <datalist id="site-sources">${Object.entries(sources).map(([key, name]) => html`<option key=${key} value=${key}>${name}</option>`)}</datalist>
    ${groups.map((group, number) => html`<${Group} key=${group.fields[0].key} group=${group} isOpen=${number < MOST_OPEN}
      model=${model} part=${part} languages=${languages} />`)}
    ${addition && html`<${Addition} group=${addition} model=${model} part=${part} languages=${languages} />`}
  </section>`;
}

/** Fields that belong together; one alone needs no title above it. */
function Group({ group, isOpen, model, part, languages }) {
  const settings = group.fields.map((field) => html`<${Setting} key=${field.key} field=${field} model=${model} part=${part} languages=${languages} />`);
  return settings.length > 1 ? html`<details open=${isOpen}><summary>${group.title}</summary><div class="fields">${settings}</div></details>` : settings;
}

function Setting({ field, model, part, languages }) {
  const [typed, change] = useWritten(model, field.value, (next) => model.changeFields(part, { [field.key]: next }));
  return html`<${Field} field=${field} value=${typed} languages=${languages} onValue=${change} />`;
}

/** A new entry: it is written at the end of the text when all of it is typed. */
function Addition({ group, model, part, languages }) {
  const [typed, setTyped] = useState({});
  const [busy, setBusy] = useState(false);
  const box = useRef(null);
  async function add(event) {
    event.preventDefault();
    setBusy(true);
    if (await model.changeFields(part, { [ADDITION]: typed })) {
      setTyped({});
      box.current.open = false;
      say(t("site.added"));
    }
    setBusy(false);
  }
  return html`<details ref=${box}><summary>${group.title}</summary><form onSubmit=${add}>
    <div class="fields">${group.fields.map((field, number) => html`<${Field} key=${field.key} field=${field} languages=${languages} required=${number === 0}
      value=${typed[field.key] ?? (field.kind === "localized" ? {} : "")} onValue=${(next) => setTyped({ ...typed, [field.key]: next })} />`)}</div>
    <p><button type="submit" disabled=${busy}>${t("site.add-do")}</button></p></form></details>`;
}

function Field({ field, value, languages, required = false, onValue }) {
  const id = useId();
  const help = field.help && html`<p class="hint" id=${id}>${field.help}</p>`;
  const described = field.help ? id : undefined;
  if (field.kind !== "localized") {
    return html`<div class="field"><label>${field.label}<input type="text" value=${value} aria-describedby=${described}
      list=${field.kind === "list" ? "site-sources" : undefined} onInput=${(event) => onValue(event.target.value)} /></label>${help}</div>`;
  }
  const isOne = languages.length === 1;
  return html`<div class="field"><fieldset class="localized" aria-describedby=${described}><legend>${field.label}</legend>
    ${languages.map((code) => html`<label key=${code}>${isOne ? field.label : languageName(code)}
      <${Text} code=${code} value=${value[code] ?? ""} required=${required} onText=${(text) => onValue({ ...value, [code]: text })} /></label>`)}
  </fieldset>${help}</div>`;
}

function Text({ code, value, required, onText }) {
  const [isLong] = useState(value.length > LONG); // another element would lose the focus
  const shared = { lang: code, value, required, onInput: (event) => onText(event.target.value) };
  return isLong ? html`<textarea rows="3" ...${shared}></textarea>` : html`<input type="text" ...${shared} />`;
}
