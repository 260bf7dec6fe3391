// What was picked is put into the other languages' texts, too: where it goes is shown before it is done.

import { api } from "../client.js";
import { languageName, t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { Dialog, closeDialog } from "./dialog.js";
import { cursorPlace, insertAfter, placeIn } from "./places.js";

/** The other texts that something can be put into. */
export function otherTexts(model, part) {
  return model.written.filter((each) => each !== part && each.view);
}

/** Whether a text has a reference, and not only to something of a longer name. */
function hasReference(text, reference) {
  return text.split(reference).slice(1).some((rest) => !/^([\w-]|\.\w)/.test(rest));
}

/** Insert `text`, a figure or with `block` a card, by `insert` here, and in the texts that are chosen. */
export function InsertBoth({ model, part, kind, offer, text, block, insert, onClose }) {
  const from = cursorPlace(part.view);
  const places = otherTexts(model, part).map((other) => ({
    other, place: placeIn(model, part, other, from, { block }), isThere: hasReference(model.text(other), text),
  }));
  const [chosen, setChosen] = useState(() => places.filter((each) => !each.isThere).map((each) => each.other.code));
  const [words, setWords] = useState({});
  useEffect(() => {
    for (const { other } of places) {
      api.get(`pick/${kind}`, { language: other.code, q: offer.value }).then((answer) => {
        const found = answer.offers.find((each) => each.value === offer.value);
        setWords((known) => ({ ...known, [other.code]: found?.title ?? "" }));
      }, () => {});
    }
  }, []);
  const choose = (code) => (event) => setChosen(event.target.checked ? [...chosen, code] : chosen.filter((each) => each !== code));
  const run = (event) => {
    event.preventDefault();
    closeDialog(event);
    for (const { other, place } of places) if (chosen.includes(other.code)) insertAfter(other.view, place, text);
    insert();
  };
  return html`<${Dialog} title=${t("item.both-title")} onClose=${onClose}>
    <form onSubmit=${run}>
      <p>${t("item.both-here", { language: languageName(part.code) })} <strong lang=${part.code}>${offer.title}</strong></p>
      ${places.map(({ other, place, isThere }) => html`<div key=${other.code} class="both-place">
        <label class="check"><input type="checkbox" checked=${chosen.includes(other.code)} onChange=${choose(other.code)} />
          ${t(place.heading ? "item.both-section" : "item.both-lead", { language: languageName(other.code), heading: place.heading })}</label>
        <p lang=${other.code}>${place.words && html`<span class="hint">… ${place.words}</span> `}<ins>${words[other.code] ?? text}</ins></p>
        ${isThere && html`<p class="hint">${t("item.both-there")}</p>`}
      </div>`)}
      <p><button type="submit" class="primary">${t("item.both-insert")}</button></p>
    </form>
  </${Dialog}>`;
}
