// A set of figures made of a table: pasted, dropped or chosen; what was understood is shown before it is written.

import { api, session } from "../client.js";
import { href } from "../desk.js";
import { languageName, t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { named } from "./fields.js";

const WAIT_MS = 400;

export function FromTable({ into, done }) {
  const [table, setTable] = useState(null);
  const [words, setWords] = useState({ titles: {}, unit: "", source: "", day: "", year: "", sheet: "", labels: {}, into });
  const [sources, setSources] = useState(null);
  const [plan, setPlan] = useState(null);
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const [units, setUnits] = useState([]);
  useEffect(() => {
    if (into) api.get("figures/set", { name: into }).then((answer) => setSources(answer.sources), (error) => setFailure(error.message));
  }, []);
  useEffect(() => { api.get("figures/units").then((answer) => setUnits(answer.units), (error) => setFailure(error.message)); }, []);
  useEffect(() => {
    if (!table) return undefined;
    let current = true;
    const timer = setTimeout(() => send(table, words, false).then(
      (found) => { if (current) { setPlan(found); setFailure(""); } },
      (error) => { if (current) { setPlan(null); setFailure(error.message); } }), WAIT_MS);
    return () => { current = false; clearTimeout(timer); };
  }, [table, words]);
  const set = (name) => (event) => setWords({ ...words, [name]: event.target.value });

  async function write(event) {
    event.preventDefault();
    setBusy(true);
    try {
      done(await send(table, words, true));
    } catch (error) {
      setFailure(error.message);
    }
    setBusy(false);
  }

  return html`<p class="hint"><a href=${href("figures")}>${t("figures.title")}</a>${into && html` / <a href=${href(`figures/set/${into}`)}>${into}</a>`}</p>
    <h1>${t(into ? "figures.card-add" : "figures.from-table")}</h1>
    <form class="new-item" onSubmit=${write}>
      <${Source} table=${table} onTable=${setTable} />
      <div role="status">${failure && html`<p class="notice error">${failure}</p>`}
        ${plan && html`<div class="notice"><ul>${plan.understood.map((line) => html`<li key=${line}>${line}</li>`)}</ul></div>`}</div>
      ${table && html`
        <fieldset><legend>${t("figures.claim")}</legend><p class="hint">${t("figures.claim-hint")}</p>
          ${session.languages.map((code) => html`<label key=${code}>${languageName(code)}<input type="text" lang=${code} maxlength="150"
            value=${words.titles[code] ?? ""} onInput=${(event) => setWords({ ...words, titles: { ...words.titles, [code]: event.target.value } })} /></label>`)}</fieldset>
        ${into ? html`<label>${t("figures.card-source")}<select required value=${words.source} onChange=${set("source")}><option value="">—</option>
            ${Object.entries(sources ?? {}).map(([key, source]) => html`<option key=${key} value=${key}>${named(source.publisher)}, ${source.date}</option>`)}</select></label>`
          : html`<label>${t("figures.source")}<input type="text" value=${words.source} onInput=${set("source")} />
            <span class="hint">${t("figures.source-hint")}</span></label>
          <label>${t("figures.source-day")}<input type="date" required value=${words.day} onInput=${set("day")} />
            <span class="hint">${t("figures.source-day-hint")}</span></label>`}
        <label>${t("figures.unit")}<select value=${words.unit} onChange=${set("unit")}><option value="">${t("figures.unit-found")}</option>
          ${units.map((unit) => html`<option key=${unit.key} value=${unit.key}>${unit.name}</option>`)}</select></label>
        <label>${t("figures.year")}<input type="text" inputmode="numeric" maxlength="4" value=${words.year} onInput=${set("year")} />
          <span class="hint">${t("figures.year-hint")}</span></label>
        ${table.name.endsWith("x") && html`<label>${t("figures.sheet")}<input type="text" value=${words.sheet} onInput=${set("sheet")} />
          <span class="hint">${t("figures.sheet-hint")}</span></label>`}
        ${plan && html`<${Labels} plan=${plan} words=${words} setWords=${setWords} />`}
        ${plan?.lacking && html`<p class="hint">${plan.lacking}</p>`}
        <p><button type="submit" class="primary" disabled=${busy || !plan || Boolean(plan.lacking)}>${t(into ? "figures.card-make" : "figures.make")}</button></p>`}
    </form>`;
}

function send(table, words, write) {
  return api.upload("figures/table", table.bytes, { name: table.name, words: JSON.stringify(words), ...(write ? { write: "yes" } : {}) });
}

function Source({ table, onTable }) {
  const [over, setOver] = useState(false);
  const take = async (file) => onTable({ name: file.name.toLowerCase(), bytes: await file.arrayBuffer() });
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
    else onTable(textTable(event.dataTransfer.getData("text/plain")));
  };
  return html`<div class=${over ? "drop-place over" : "drop-place"} onDrop=${drop}
      onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}>
      <label>${t("figures.drop")}<input type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm" onChange=${(event) => event.target.files[0] && take(event.target.files[0])} /></label>
    </div>
    <label>${t("figures.paste")}<textarea rows="5" spellcheck=${false} onInput=${(event) => onTable(textTable(event.target.value))}></textarea>
      <span class="hint">${t("figures.paste-hint")}</span></label>
    ${table && !table.isPasted && html`<p class="hint">${t("figures.taken", { name: table.name, n: table.bytes.byteLength })}</p>`}`;
}

/** A text from the clipboard: spreadsheet programs put tabs between its cells. */
function textTable(text) {
  return text.trim() ? { name: "table.csv", isPasted: true, bytes: new TextEncoder().encode(text).buffer } : null;
}

function Labels({ plan, words, setWords }) {
  const others = plan.languages.slice(1);
  if (!plan.labels.length || !others.length) return null;
  const set = (label, code) => (event) => setWords({ ...words, labels: { ...words.labels, [label]: { ...words.labels[label], [code]: event.target.value } } });
  return html`<fieldset><legend>${t("figures.names")}</legend><p class="hint">${t("figures.names-hint")}</p>
    ${plan.labels.flatMap((label) => others.map((code) => html`<label key=${label + code}>${label} <span class="hint">${languageName(code)}</span>
      <input type="text" lang=${code} maxlength="100" value=${words.labels[label]?.[code] ?? ""} onInput=${set(label, code)} /></label>`))}</fieldset>`;
}
