// The front matter as a form; each field writes its own key, in the original what all languages share.

import { session } from "../client.js";
import { t } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";
import { Picker } from "./toolbar.js";

const WRITE_MS = 350;
const TITLE_CARD = "title";

/** The fields of one text that `shown` keeps. */
export function Fields({ model, part, shown }) {
  const values = model.report?.values[part.code];
  if (values === null) return html`<p class="notice error">${t("item.unreadable")}</p>`;
  if (!values) return null;
  return model.fields.filter(shown).filter((field) => isAsked(field, values)).map((field) => html`<${Field}
    key=${field.key} field=${field} part=${part} model=${model} value=${values[field.key]} />`);
}

function isAsked(field, values) {
  return field.key !== "reason" || "reason" in values || (values.status ?? "draft") !== "draft";
}

/** A value that is written a moment after it was typed, or at once when the item is saved; another one from the text is taken unless one is typed. */
export function useWritten(model, value, write) {
  const [typed, setTyped] = useState(null);
  const timer = useRef(0);
  const latest = useRef(null);
  const writer = useRef(write);
  writer.current = write;
  const flush = useRef(() => {
    clearTimeout(timer.current);
    if (latest.current === null) return;
    const next = latest.current;
    latest.current = null;
    writer.current(next);
  });
  useEffect(() => {
    if (typed !== null && same(typed, value)) setTyped(null);
  }, [value]);
  useEffect(() => {
    model.typing.add(flush.current);
    return () => {
      model.typing.delete(flush.current);
      flush.current();
    };
  }, []);
  const change = (next, delay = WRITE_MS) => {
    setTyped(next);
    latest.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(flush.current, delay);
  };
  return [typed ?? value, change];
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function Field({ field, part, model, value }) {
  const id = fieldId(part.code, field.key);
  const write = (next) => model.changeFields(part, { [field.key]: isEmpty(next) ? null : next });
  const Kind = KINDS[field.kind] ?? TextField;
  const problems = model.report.findings.filter((each) => each.language === part.code && each.key === field.key);
  const errors = problems.filter((each) => each.severity === "error");
  return html`<div class="field" id=${`${id}-field`}>
    <${Kind} id=${id} field=${field} value=${value} write=${write} model=${model} part=${part}
      described=${`${id}-help`} invalid=${errors.length > 0} />
    <p class="hint" id=${`${id}-help`}>${field.help}
      ${problems.map((each) => html`<span class=${each.severity} key=${each.code}> ${each.message}</span>`)}</p>
  </div>`;
}

export function fieldId(code, key) {
  return `field-${code}-${key}`;
}

function isEmpty(value) {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function TextField({ id, field, value, write, model, part, described, invalid, type = "text" }) {
  const [typed, change] = useWritten(model, text(value), write);
  return html`<label for=${id}>${field.label}</label>
    <input id=${id} type=${type} lang=${part.code} dir=${part.direction} value=${typed} aria-describedby=${described}
      aria-invalid=${invalid} onInput=${(event) => change(event.target.value)} />`;
}

function text(value) {
  return typeof value === "string" ? value : "";
}

function LongText({ id, field, value, write, model, part, described, invalid }) {
  const [typed, change] = useWritten(model, text(value), write);
  return html`<label for=${id}>${field.label}</label>
    <textarea id=${id} rows="3" lang=${part.code} dir=${part.direction} value=${typed} aria-describedby=${described}
      aria-invalid=${invalid} onInput=${(event) => change(event.target.value)}></textarea>`;
}

const typed = (type) => (properties) => html`<${TextField} ...${properties} type=${type} />`;

function StatusField({ id, field, value, write, model, part, described }) {
  const [chosen, change] = useWritten(model, text(value), write);
  const choices = [...new Set(["", ...field.choices, ...(value ? [value] : [])])];
  return html`<label for=${id}>${part.code === model.original ? field.label : t("form.status-translated")}</label>
    <select id=${id} value=${chosen} aria-describedby=${described} onChange=${(event) => change(event.target.value, 0)}>
      ${choices.map((each) => html`<option key=${each} value=${each}>${t(`form.status-${each || "none"}`)}</option>`)}
    </select>`;
}

function TopicsField({ id, field, value, write, model }) {
  const given = Array.isArray(value) ? value : text(value).split(",").map((each) => each.trim()).filter(Boolean);
  const [chosen, change] = useWritten(model, given, write);
  const name = (slug) => model.topics[slug]?.[document.documentElement.lang] ?? Object.values(model.topics[slug] ?? {})[0] ?? slug;
  const toggle = (slug) => change(chosen.includes(slug) ? chosen.filter((each) => each !== slug) : [...chosen, slug], 0);
  const known = [...Object.keys(model.topics), ...given.filter((slug) => !(slug in model.topics))];
  return html`<fieldset class="topics"><legend>${field.label}</legend>
    ${known.map((slug, number) => html`<label key=${slug} class="check"><input type="checkbox"
      id=${number ? undefined : id} checked=${chosen.includes(slug)} onChange=${() => toggle(slug)} /> ${name(slug)}</label>`)}
  </fieldset>`;
}

function CardField({ id, field, value, write, model, part, described }) {
  const [open, setOpen] = useState(false);
  const [chosen, change] = useWritten(model, text(value), write);
  const first = [{ value: TITLE_CARD, title: t("item.card-title"), note: "" }];
  const shown = chosen === TITLE_CARD ? t("item.card-title") : chosen || t("item.card-none");
  return html`<span class="label" id=${`${id}-label`}>${field.label}</span>
    <div class="row"><span class="value">${shown}</span>
      <button type="button" id=${id} aria-describedby=${`${id}-label ${described}`} onClick=${() => setOpen(true)}>${t("item.card-pick")}</button>
      ${chosen && html`<button type="button" class="quiet" onClick=${() => change("", 0)}>${t("item.card-clear")}</button>`}</div>
    ${open && html`<${Picker} kind="cards" language=${part.code} title=${t("item.pick-card")} first=${first}
      onPick=${(offer) => change(offer.value, 0)} onClose=${() => setOpen(false)} />`}`;
}

/** A list, one value a line; `single` writes a list of one as the value itself. */
const lines = (single) => function LinesField({ id, field, value, write, model, part, described, invalid }) {
  const given = (Array.isArray(value) ? value : [text(value)]).join("\n");
  const [typedText, change] = useWritten(model, given, (next) => {
    const found = next.split("\n").map((each) => each.trim()).filter(Boolean);
    write(single && found.length === 1 && !Array.isArray(value) ? found[0] : found);
  });
  return html`<label for=${id}>${field.label}</label>
    <textarea id=${id} rows="2" lang=${part.code} value=${typedText} aria-describedby=${described} aria-invalid=${invalid}
      onInput=${(event) => change(event.target.value)}></textarea>`;
};

function CorrectionsField({ id, field, value, write, model, part }) {
  const [rows, change] = useWritten(model, Array.isArray(value) ? value : [], (next) => write(next.filter((row) => row.text.trim())));
  const set = (number, changed) => change(rows.map((row, at) => (at === number ? { ...row, ...changed } : row)));
  const today = session.now.slice(0, 10);
  return html`<fieldset class="corrections"><legend>${field.label}</legend>
    ${rows.map((row, number) => html`<div class="row" key=${number}>
      <label>${t("form.row-date")}<input type="date" value=${row.date} onInput=${(event) => set(number, { date: event.target.value })} /></label>
      <label class="grow">${t(`form.${field.key}-text`)}<input type="text" lang=${part.code} value=${row.text}
        onInput=${(event) => set(number, { text: event.target.value })} /></label>
      <button type="button" class="quiet" onClick=${() => change(rows.filter((_, at) => at !== number), 0)}>${t(`form.${field.key}-remove`)}</button>
    </div>`)}
    <button type="button" id=${id} onClick=${() => change([...rows, { date: today, text: "" }])}>${t(`form.${field.key}-add`)}</button>
  </fieldset>`;
}

const KINDS = {
  "text": TextField,
  "long-text": LongText,
  "date": typed("date"),
  "time": typed("time"),
  "number": typed("number"),
  "status": StatusField,
  "topics": TopicsField,
  "card": CardField,
  "names": lines(true),
  "lines": lines(false),
  "corrections": CorrectionsField,
};
