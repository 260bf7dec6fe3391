// The toolbar over a text, and the dialogs that its buttons open.

import { api } from "../client.js";
import { say } from "../desk.js";
import { t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { InsertBoth, otherTexts } from "./both.js";
import { Dialog, closeDialog } from "./dialog.js";
import { cycleHeading, insertBlock, insertInline, selectedText, toggleList } from "./insert.js";
import { PictureDialog } from "./pictures.js";

const SEARCH_MS = 150;

export function Toolbar({ part, model, disabled }) {
  const [open, setOpen] = useState("");
  const [picked, setPicked] = useState(null);
  const close = () => setOpen("");
  const { view } = part;
  const buttons = {
    heading: () => cycleHeading(view),
    list: () => toggleList(view),
    link: () => setOpen("link"),
    picture: () => setOpen("picture"),
    table: () => insertTable(view),
    note: () => insertBlock(view, `!!! note "${t("item.note-title")}"\n\n    ${t("item.note-text")}`, t("item.note-text")),
    figure: () => setOpen("figure"),
    card: () => setOpen("card"),
  };
  /** What the other languages' texts can have as well is asked for. */
  const take = (found) => (otherTexts(model, part).length ? setPicked(found) : found.insert());
  return html`<div class="toolbar" role="toolbar" aria-label=${t("item.toolbar")}>
      ${Object.entries(buttons).map(([name, run]) => html`<button type="button" key=${name} disabled=${disabled}
        onClick=${run}>${t(`item.tool-${name}`)}</button>`)}
    </div>
    ${open === "link" && html`<${Picker} kind="links" language=${part.code} title=${t("item.pick-link")} onClose=${close}
      onPick=${(offer) => insertInline(view, `[${selectedText(view) || offer.title}](${offer.value})`)} />`}
    ${open === "figure" && html`<${Picker} kind="figures" language=${part.code} title=${t("item.pick-figure")} onClose=${close}
      onPick=${(offer) => take({ kind: "figures", offer, text: offer.value, insert: () => insertInline(view, offer.value) })} />`}
    ${open === "card" && html`<${Picker} kind="cards" language=${part.code} title=${t("item.pick-card")} onClose=${close}
      onPick=${(offer) => take({ kind: "cards", offer, text: `{card}${offer.value}`, block: true, insert: () => insertBlock(view, `{card}${offer.value}`) })} />`}
    ${picked && html`<${InsertBoth} model=${model} part=${part} ...${picked} onClose=${() => setPicked(null)} />`}
    ${(open === "picture" || part.dropped) && html`<${PictureDialog} part=${part} model=${model} file=${part.dropped}
      onClose=${() => { part.dropped = null; close(); model.changed(); }} />`}`;
}

function insertTable(view) {
  const [one, other] = [t("item.column", { n: 1 }), t("item.column", { n: 2 })];
  insertBlock(view, `| ${one} | ${other} |\n| --- | --- |\n|  |  |`, one);
}

/** A list to pick from by words of the title. `first` are offers that need no search. */
export function Picker({ kind, language, title, first = [], onPick, onClose }) {
  const [words, setWords] = useState("");
  const [offers, setOffers] = useState(null);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => api.get(`pick/${kind}`, { language, q: words }).then(
      (answer) => current && setOffers(answer.offers), (error) => say(error.message, "error")), offers ? SEARCH_MS : 0);
    return () => { current = false; clearTimeout(timer); };
  }, [words]);
  const pick = (event, offer) => {
    closeDialog(event);
    onPick(offer);
  };
  const shown = [...(words ? [] : first), ...(offers ?? [])];
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <label>${t("item.pick-search")}
      <input type="search" value=${words} onInput=${(event) => setWords(event.target.value)} /></label>
    <p class="hint" role="status">${offers && !shown.length ? t(words ? "item.pick-none" : `item.pick-no-${kind}`) : ""}</p>
    <ul class="offers">${shown.map((offer) => html`<li key=${offer.value}>
      <button type="button" class="quiet" onClick=${(event) => pick(event, offer)}>
        <span>${offer.title}</span> <span class="hint">${offer.note}</span></button></li>`)}</ul>
  </${Dialog}>`;
}
