// Fields of a set of figures: texts by language, and a source.

import { languageName, t } from "../texts.js";
import { html } from "../vendor.js";

export function named(texts) {
  const code = document.documentElement.lang;
  return texts[code] ?? Object.values(texts)[0] ?? "";
}

/** A text in every language, as a group of its own. */
export function Localized({ label, languages, texts, required = false, onChange }) {
  return html`<fieldset class="localized"><legend>${label}</legend>
    ${languages.map((code) => html`<label key=${code}>${languageName(code)}
      <input type="text" lang=${code} required=${required} maxlength="300" value=${texts?.[code] ?? ""}
        onInput=${(event) => onChange({ ...texts, [code]: event.target.value })} /></label>`)}
  </fieldset>`;
}

export function Source({ fields, languages, isNew, onChange }) {
  const set = (key) => (value) => onChange({ ...fields, [key]: value });
  return html`<details class="set-source" open=${isNew}><summary>${named(fields.publisher) || t("figures.source-new")}
      <span class="hint"> ${fields.date}</span></summary>
    <${Localized} label=${t("figures.source-publisher")} languages=${languages} texts=${fields.publisher} required onChange=${set("publisher")} />
    <${Localized} label=${t("figures.source-title")} languages=${languages} texts=${fields.title || {}} onChange=${set("title")} />
    <label>${t("figures.source-url")}<input type="text" inputmode="url" value=${fields.url === "none" ? "" : fields.url}
      onInput=${(event) => set("url")(event.target.value)} /><span class="hint">${t("figures.source-url-hint")}</span></label>
    <label>${t("figures.source-day")}<input type="text" required pattern="\\d{4}(-\\d\\d){0,2}" value=${fields.date}
      onInput=${(event) => set("date")(event.target.value)} /><span class="hint">${t("figures.date-hint")}</span></label>
    <label>${t("figures.source-licence")}<input type="text" value=${fields.licence}
      onInput=${(event) => set("licence")(event.target.value)} /><span class="hint">${t("figures.source-licence-hint")}</span></label>
  </details>`;
}
