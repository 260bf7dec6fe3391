// A new item by its label: what it is called, and where it will be, before anything is written.

import { api, session } from "../client.js";
import { go, say, setTitle } from "../desk.js";
import { languageName, t, zonePlace } from "../texts.js";
import { html, useEffect, useId, useState } from "../vendor.js";

const KINDS = ["news", "faq", "summary", "page"];
const DELAY = 250;

export default function NewItem({ query }) {
  const [asked, setAsked] = useState(() => ({ kind: KINDS.includes(query.kind) ? query.kind : "news", ...started() }));
  const [plan, setPlan] = useState({});
  const [busy, setBusy] = useState(false);
  const [topics, setTopics] = useState({});
  useEffect(() => {
    setTitle(t("new.title"));
    api.get("items").then((list) => setTopics(list.topics), (error) => say(error.message, "error"));
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => api.get("new", asked).then(
      (found) => setPlan(found.lacking ? found : { found }), (error) => setPlan({ lacking: error.message })), DELAY);
    return () => clearTimeout(timer);
  }, [asked]);
  const set = (name) => (event) => setAsked({ ...asked, [name]: event.target.value });

  async function make(event) {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await api.post("items", asked);
      say(t("new.made"));
      go(`item/${made.bundle}`);
    } catch (error) {
      say(error.message, "error");
      setBusy(false);
    }
  }

  return html`<h1>${t("new.title")}</h1>
    <form class="new-item" onSubmit=${make}>
      <${Kinds} kind=${asked.kind} onChange=${set("kind")} />
      <${Titles} asked=${asked} set=${set} />
      <${Particulars} asked=${asked} set=${set} topics=${topics} />
      <${Address} plan=${plan} asked=${asked} set=${set} />
      <p><button type="submit" class="primary" disabled=${busy || !plan.found || plan.found.taken}>${t("new.make")}</button></p>
    </form>`;
}

function started() {
  const day = session.now.slice(0, 10);
  return { date: day, year: String(Number(day.slice(0, 4))), topic: "", name: "" };
}

function Kinds({ kind, onChange }) {
  return html`<fieldset class="kinds"><legend>${t("new.kind")}</legend>
    ${KINDS.map((each) => html`<label key=${each} class="choice">
      <input type="radio" name="kind" value=${each} checked=${each === kind} onChange=${onChange} />
      <span><strong>${t(`new.kind-${each}`)}</strong> <span class="hint">${t(`new.about-${each}`)}</span></span>
    </label>`)}
  </fieldset>`;
}

function Titles({ asked, set }) {
  const labels = asked.kind === "faq" ? "new.question-in" : "new.title-in";
  return html`<fieldset><legend>${t(asked.kind === "faq" ? "new.question" : "new.heading")}</legend>
    <p class="hint">${t(asked.kind === "summary" ? "new.titles-optional" : "new.titles")}</p>
    ${session.languages.map((code) => html`<label key=${code}>${t(labels, { language: languageName(code) })}
      <input type="text" lang=${code} value=${asked[`title-${code}`] ?? ""} onInput=${set(`title-${code}`)}
        autocomplete="off" /></label>`)}
  </fieldset>`;
}

function Particulars({ asked, set, topics }) {
  const language = document.documentElement.lang;
  const names = Object.entries(topics).map(([slug, each]) => [slug, each[language] ?? Object.values(each)[0]]);
  const withTopic = asked.kind === "news" || asked.kind === "faq";
  if (asked.kind === "page") return null;
  return html`<div class="particulars">
    ${asked.kind === "news" && html`<label>${t("new.date", { zone: zonePlace() })}
      <input type="date" value=${asked.date} onInput=${set("date")} required /></label>`}
    ${asked.kind === "summary" && html`<label>${t("new.year")}
      <input type="number" min="1970" max="2999" value=${asked.year} onInput=${set("year")} required /></label>`}
    ${withTopic && html`<label>${t(asked.kind === "faq" ? "new.faq-topic" : "new.topic")}
      <select value=${asked.topic} onChange=${set("topic")} required=${asked.kind === "faq"}>
        <option value="">${t(asked.kind === "faq" ? "new.choose-topic" : "new.later")}</option>
        ${names.map(([slug, name]) => html`<option key=${slug} value=${slug}>${name}</option>`)}
      </select></label>`}
  </div>`;
}

function Address({ plan, asked, set }) {
  const id = useId();
  const { found, lacking } = plan;
  return html`<section class="address" aria-labelledby=${id}>
    <h2 id=${id}>${t("new.address")}</h2>
    <div role="status">
      ${lacking && html`<p class="hint">${lacking}</p>`}
      ${found && html`<ul>${Object.entries(found.addresses).map(([code, address]) => html`
        <li key=${code}><span class="hint">${languageName(code)}</span> <code>${address}</code></li>`)}</ul>`}
      ${found?.taken && html`<p class="error">${t("new.taken", { path: found.bundle })}</p>`}
    </div>
    ${asked.kind !== "summary" && html`<details><summary>${t("new.change-address")}</summary>
      <label>${t("new.name")}
        <input type="text" value=${asked.name} onInput=${set("name")} pattern="[a-z0-9]+(-[a-z0-9]+)*"
          maxlength="60" autocomplete="off" autocapitalize="none" spellcheck=${false}
          placeholder=${found ? found.bundle.split("/").at(-1) : ""} /></label>
      <p class="hint">${t("new.name-hint")}</p></details>`}
  </section>`;
}
