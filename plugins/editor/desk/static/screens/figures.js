// The figures: sets by title, with their cards and the words that a text gets; corrected; made of a table.

import { api, session } from "../client.js";
import { go, href, say, setTitle } from "../desk.js";
import { languageName, t } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";
import { Correct } from "../figures/correct.js";
import { named } from "../figures/fields.js";
import { EditSet } from "../figures/set.js";
import { FromTable } from "../figures/table.js";

const SET = "set/";
const DRAWN_MS = 1000;
const LOOKS = 60;

export default function Figures({ path, query }) {
  const [sets, setSets] = useState(null);
  const [words, setWords] = useState("");
  const [failure, setFailure] = useState("");
  const load = () => api.get("figures").then((answer) => setSets(answer.sets), (error) => setFailure(error.message));
  useEffect(() => { load(); }, []);
  useEffect(() => setTitle(t("figures.title")), [path]);
  if (path.startsWith(SET)) return html`<${EditSet} key=${path} name=${path.slice(SET.length)} />`;
  if (failure) return html`<h1>${t("figures.title")}</h1><p class="notice error">${failure}</p>`;
  if (!sets) return html`<h1>${t("figures.title")}</h1><p class="waiting" role="status">${t("desk.loading")}</p>`;
  if (path === "table") return html`<${FromTable} into=${query.set ?? ""} done=${() => {
    load();
    go(query.set ? `figures/${SET}${query.set}` : "figures");
    say(t(query.set ? "figures.card-made" : "figures.made"));
  }} />`;
  if (path) return html`<${Correct} sets=${sets} address=${path} done=${() => { load(); go("figures"); say(t("figures.corrected")); }} />`;
  const shown = sets.map((each) => ({ ...each, cards: each.cards.filter((card) => has(each, card, words)) }))
    .filter((each) => each.cards.length);
  return html`<div class="heading"><h1>${t("figures.title")}</h1>
      <a class="button primary" href=${href("figures/table")}>${t("figures.from-table")}</a></div>
    <label>${t("figures.search")}<input type="search" value=${words} onInput=${(event) => setWords(event.target.value)} /></label>
    <p class="hint" role="status">${shown.length ? "" : t(sets.length ? "figures.none" : "figures.empty")}</p>
    ${shown.map((each) => html`<section key=${each.name} class="figure-set"><div class="heading"><h2>${named(each.titles)}</h2>
        <a class="button" href=${href(`figures/${SET}${each.name}`)} aria-label=${`${t("figures.edit-set")}: ${named(each.titles)}`}>${t("figures.edit-set")}</a></div>
      <div class="figure-cards">${each.cards.map((card) => html`<${Card} key=${card.address} card=${card} />`)}</div></section>`)}`;
}

function has(set, card, words) {
  const said = [...Object.values(set.titles), ...Object.values(card.titles), card.address,
    ...card.figures.flatMap((figure) => [...Object.values(figure.labels), ...Object.values(figure.words), figure.value])];
  const text = said.join(" ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function Card({ card }) {
  const code = session.languages.find((each) => each === document.documentElement.lang) ?? session.languages[0];
  const picture = card.pictures[code] ?? Object.values(card.pictures)[0];
  return html`<article class="figure-card"><h3>${named(card.titles)}</h3>
    ${picture && html`<${Picture} key=${picture} address=${picture} />`}
    <ul>${card.figures.map((figure) => html`<li key=${figure.address}>
      <div>${session.languages.filter((each) => figure.words[each]).map((each) => html`<p key=${each} lang=${each}>
        <span class="hint">${languageName(each)}${figure.labels[each] ? ` · ${figure.labels[each]}` : ""}</span><br />${figure.words[each]}</p>`)}</div>
      ${figure.computed || figure.tabular ? html`<span class="hint">${t(figure.computed ? "figures.computed" : "figures.tabular")}</span>`
        : html`<a class="button" href=${href(`figures/${figure.address}`)} aria-label=${`${t("figures.correct")}: ${named(figure.words)}`}>${t("figures.correct")}</a>`}</li>`)}</ul>
  </article>`;
}

/** The picture of a card in the preview, which draws a new one some seconds after it was made. */
function Picture({ address }) {
  const [look, setLook] = useState(0);
  const [missing, setMissing] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const wait = () => {
    setMissing(true);
    if (look < LOOKS) timer.current = setTimeout(() => setLook(look + 1), DRAWN_MS);
  };
  return html`${missing && html`<p class="hint">${t(look < LOOKS ? "figures.card-waiting" : "figures.not-drawn")}</p>`}
    <img src=${look ? `${address}?${look}` : address} alt="" width="1200" height="630" loading=${missing ? "eager" : "lazy"} hidden=${missing}
      onError=${wait} onLoad=${() => setMissing(false)} />`;
}
