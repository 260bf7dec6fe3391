// Correct a number: the right one, why it was wrong, what changes with it, and only then is it written.

import { api } from "../client.js";
import { href } from "../desk.js";
import { languageName, t } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";

export function Correct({ sets, address, done }) {
  const figure = sets.flatMap((each) => each.cards).flatMap((card) => card.figures).find((each) => each.address === address);
  const [value, setValue] = useState("");
  const [why, setWhy] = useState({});
  const [found, setFound] = useState(null);
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const panel = useRef(null);
  useEffect(() => { if (found) panel.current?.focus(); }, [found]);
  if (!figure) return html`<h1>${t("figures.title")}</h1><p class="notice error">${t("figures.none")}</p>`;
  const said = figure.languages.filter((code) => why[code]?.trim());
  const ready = value.trim() && (said.length === figure.languages.length || (!said.length && !figure.released));
  const args = { address, value, why };

  async function run(work) {
    setBusy(true);
    setFailure("");
    try {
      await work();
    } catch (error) {
      setFailure(error.message);
    }
    setBusy(false);
  }
  const look = (event) => {
    event.preventDefault();
    run(async () => setFound(await api.post("figures/look", args)));
  };
  const change = (set) => (event) => { setFound(null); set(event.target.value); };

  return html`<p class="hint"><a href=${href("figures")}>${t("figures.title")}</a> / ${address}</p>
    <h1>${t("figures.correct")}</h1>
    ${Object.entries(figure.words).map(([code, text]) => html`<p key=${code} lang=${code}><strong>${text}</strong>
      <span class="hint"> ${figure.labels[code] ?? ""}</span></p>`)}
    <form class="new-item" onSubmit=${look}>
      <p class="hint">${t(figure.released ? "figures.now" : "figures.now-unreleased", { value: figure.value })}</p>
      <label>${t("figures.value")}<input type="text" inputmode="decimal" value=${value} required autocomplete="off" onInput=${change(setValue)} />
        <span class="hint">${t("figures.value-hint")}</span></label>
      <fieldset><legend>${t("figures.why")}</legend><p class="hint">${t("figures.why-hint")}${figure.released ? "" : ` ${t("figures.why-optional")}`}</p>
        ${figure.languages.map((code) => html`<label key=${code}>${languageName(code)}<input type="text" lang=${code} required=${figure.released} maxlength="200"
          value=${why[code] ?? ""} onInput=${change((text) => setWhy({ ...why, [code]: text }))} /></label>`)}</fieldset>
      ${!found && html`<p><button type="submit" class="primary" disabled=${!ready || busy}>${t(busy ? "figures.looking" : "figures.look")}</button></p>`}
    </form>
    <div role="status">${failure && html`<p class="notice error">${failure}</p>`}</div>
    ${found && html`<section class="effects" tabindex="-1" ref=${panel} aria-label=${t("figures.effects")}>
      <${Effects} found=${found} />
      ${found.errors.length === 0 && html`<p><button type="button" class="primary" disabled=${busy}
        onClick=${() => run(async () => done(await api.post("figures/correct", { ...args, state: found.state })))}>${t("figures.do-correct")}</button></p>`}
    </section>`}`;
}

function Effects({ found }) {
  return html`<h2>${t("figures.effects")}</h2>
    ${found.errors.length > 0 && html`<div class="notice error"><p>${t("figures.refused")}</p><ul>${found.errors.map((each) => html`<li>
      ${each.path}, ${t("item.line", { line: each.line })}: ${each.message}</li>`)}</ul></div>`}
    <${Group} name="pages" entries=${found.pages.map((each) => [each.language, each.title])} />
    <${Group} name="cards" entries=${found.cards.map((each) => [each.language, each.title])} />
    <${Group} name="told" entries=${found.feeds.filter((each) => each.kind !== "silent").map((each) => [each.language, each.title])} />
    <${Group} name="silent" entries=${found.feeds.filter((each) => each.kind === "silent").map((each) => [each.language, each.title])} />`;
}

function Group({ name, entries }) {
  if (!entries.length) return html`<p>${t(`figures.no-${name}`)}</p>`;
  return html`<h3>${t(`figures.${name}`)} <span class="number">${entries.length}</span></h3>
    <ul>${entries.map(([code, title]) => html`<li key=${code + title} lang=${code}>${title} <span class="hint">${code.toUpperCase()}</span></li>`)}</ul>`;
}
