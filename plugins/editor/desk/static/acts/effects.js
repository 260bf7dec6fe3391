// What readers and feeds will see of an act; the pages as they will be, really built; and doing it.

import { api } from "../client.js";
import { day, languageName, t, time } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";

/** Looks at an act, then does it: `args` is what the server is asked for, `done` is called with its answer. `needs` says what is lacking while it is not `ready`. */
export function LookAndDo({ args, ready, label, danger, done, needs = t("acts.look-needs") }) {
  const [found, setFound] = useState(null);
  const [busy, setBusy] = useState("");
  const [failure, setFailure] = useState("");
  const panel = useRef(null);
  const asked = JSON.stringify(args);
  useEffect(() => { setFound(null); setFailure(""); }, [asked]);
  useEffect(() => { if (found) panel.current?.focus(); }, [found]);

  async function run(step, work) {
    setBusy(step);
    setFailure("");
    try {
      await work();
    } catch (error) {
      setFailure(error.message);
    }
    setBusy("");
  }
  const look = () => run("look", async () => setFound(await api.post("acts/look", args)));
  const perform = () => run("do", async () => done(await api.post("acts/do", { ...args, state: found.state })));

  return html`<div class="look-and-do">
    ${!found && html`<button type="button" class="primary" disabled=${!ready || busy} onClick=${look}>${
      t(busy === "look" ? "acts.looking" : "acts.look")}</button>`}
    ${!found && !ready && html`<p class="hint">${needs}</p>`}
    <div role="status">${failure && html`<p class="notice error">${failure}</p>`}</div>
    ${found && html`<section class="effects" tabindex="-1" ref=${panel} aria-label=${t("acts.effects")}>
      <${Effects} found=${found} />
      <${BuiltPages} args=${args} />
      ${found.errors.length === 0 && html`<p><button type="button" class=${danger ? "danger" : "primary"} disabled=${busy}
        onClick=${perform}>${busy === "do" ? t("acts.doing") : label}</button></p>`}
    </section>`}
  </div>`;
}

function Effects({ found }) {
  return html`
    ${found.errors.length > 0 && html`<div class="notice error"><p>${t("acts.refused")}</p>
      <ul>${found.errors.map((each) => html`<li key=${each.message}>${each.path}: ${each.message}</li>`)}</ul></div>`}
    <h2>${t("acts.readers")}</h2>
    <ul>${found.pages.map((page) => html`<li key=${page.language} lang=${page.language}><span class="hint" lang="">${
      languageName(page.language)}:</span> ${pageInWords(page)}</li>`)}
      ${found.alerts.map((alert) => html`<li key=${alert.language}><span class="hint">${languageName(alert.language)}:</span> ${
        alert.text ? html`${t("acts.alert-shown", { day: day(alert.until), time: time(alert.until) })} <strong lang=${alert.language}>${alert.text}</strong>` : t("acts.alert-gone")}</li>`)}
    </ul>
    <h2>${t("acts.feeds")}</h2>
    ${found.feeds.length === 0 ? html`<p>${t("acts.feeds-none")}</p>` : html`<ul class="feed-sights">
      ${found.feeds.map((entry, number) => html`<li key=${number}><span class="hint">${t("acts.feed-place", {
        language: languageName(entry.language), feed: t(`acts.feed-${entry.feed}`) })}</span>${" "}
        <strong>${t(`acts.feed-${entry.kind}`)}</strong> <span lang=${entry.language}>${entry.title}</span></li>`)}</ul>`}
    ${found.lagging.map((code) => html`<p class="hint" key=${code}>${t("acts.lags", { language: languageName(code) })}</p>`)}
    ${found.deadLink && html`<p class="error">${t("acts.dead-link", { reason: found.deadLink })}</p>`}
    ${found.advice.length > 0 && html`<details><summary>${t("acts.advice")}</summary>
      <ul>${found.advice.map((each) => html`<li key=${each.path + each.message}>${each.path}: ${each.message}</li>`)}</ul></details>`}`;
}

function pageInWords(page) {
  const state = t(`acts.state-${page.state}`);
  return html`${state}${page.notice && html` <strong>${page.notice}</strong>`}
    ${page.notes.length > 0 && html`<ul>${page.notes.map((note) => html`<li key=${note}>${note}</li>`)}</ul>`}`;
}

function BuiltPages({ args }) {
  const [built, setBuilt] = useState(null);
  const [busy, setBusy] = useState(false);
  async function build() {
    setBusy(true);
    try {
      setBuilt(await api.post("acts/page", args));
    } catch (error) {
      setBuilt({ pages: [], problems: [{ what: error.message }] });
    }
    setBusy(false);
  }
  if (!built) {
    return html`<p><button type="button" disabled=${busy} onClick=${build}>${t(busy ? "acts.building" : "acts.show-pages")}</button></p>`;
  }
  return html`<div class="act-pages">
    ${built.problems.map((each) => html`<p class="notice error" key=${each.what}>${each.where} ${each.what}</p>`)}
    ${built.problems.length === 0 && built.pages.length === 0 && html`<p>${t("acts.no-page")}</p>`}
    ${built.pages.map((page) => html`<figure key=${page.language}><figcaption>${languageName(page.language)}</figcaption>
      <iframe src=${page.url} title=${t("acts.page-in", { language: languageName(page.language) })}></iframe></figure>`)}
  </div>`;
}
