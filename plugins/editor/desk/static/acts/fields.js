// Fields of the acts: a text in each language, a file's text, a choice of few, a moment.

import { api } from "../client.js";
import { languageName, t, zonePlace } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";

/** One line in each of the languages: `values` by language. */
export function TextInEach({ legend, hint, codes, values, onChange }) {
  return html`<fieldset><legend>${legend}</legend>
    ${hint && html`<p class="hint">${hint}</p>`}
    ${codes.map((code) => html`<label key=${code}>${languageName(code)}
      <textarea rows="2" lang=${code} maxlength="500" value=${values[code] ?? ""}
        onInput=${(event) => onChange({ ...values, [code]: event.target.value })}></textarea></label>`)}
  </fieldset>`;
}

/** Choices, each with a sentence on what it means. */
export function Choice({ legend, name, choices, value, onChange }) {
  return html`<fieldset class="act-choice"><legend>${legend}</legend>
    ${choices.map((each) => html`<label key=${each} class="choice">
      <input type="radio" name=${name} value=${each} checked=${each === value} onChange=${() => onChange(each)} />
      <span><strong>${t(`acts.${name}-${each}`)}</strong> <span class="hint">${t(`acts.${name}-${each}-about`)}</span></span>
    </label>`)}
  </fieldset>`;
}

/** A day and an hour in the site's zone. */
export function Moment({ label, value, onChange, required = true }) {
  return html`<label>${label} <span class="hint">${t("desk.zone", { zone: zonePlace() })}</span>
    <input type="datetime-local" value=${value} required=${required}
      onInput=${(event) => onChange(event.target.value)} /></label>`;
}

/** The text of an item's file, read when it is opened: `files` has `{text, hash}` by language. */
export function FileText({ bundle, code, files, onChange, open }) {
  const [found, setFound] = useState(null);
  const [shown, setShown] = useState(open);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    if (!shown || found) return;
    api.get("file", { path: `${bundle}/${code}.md` }).then(setFound, (error) => setFailure(error.message));
  }, [shown]);
  const edit = (event) => onChange({ ...files, [code]: { text: event.target.value, hash: found.hash } });
  return html`<details open=${open} onToggle=${(event) => event.target.open && setShown(true)}>
    <summary>${t("acts.text-in", { language: languageName(code) })}</summary>
    ${failure && html`<p class="error">${failure}</p>`}
    ${found && html`<textarea class="act-text" rows="12" lang=${code} aria-label=${t("acts.text-in", { language: languageName(code) })}
      value=${files[code]?.text ?? found.text} onInput=${edit}></textarea>`}
  </details>`;
}
