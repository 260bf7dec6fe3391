// Delete a card or a set: asked for once more, and refused with the items that use it.

import { api } from "../client.js";
import { href } from "../desk.js";
import { Dialog } from "../item/dialog.js";
import { t } from "../texts.js";
import { html, useState } from "../vendor.js";

export function Delete({ asked, card, title, onClose, onDone }) {
  const run = () => api.post("figures/set/delete", { ...asked, card });
  return html`<${DeleteDialog} title=${t(card ? "figures.card-delete" : "figures.set-delete")} name=${title}
    about=${t("figures.delete-about")} label=${t("figures.delete-do")} run=${run} onClose=${onClose} onDone=${() => { onClose(); onDone(); }} />`;
}

/** Asks once more, then has `run` delete it, whose answer `onDone` gets: a refusal is told with the places that use it. */
export function DeleteDialog({ title, name, about, label, run, onClose, onDone }) {
  const [refusal, setRefusal] = useState(null);
  const [busy, setBusy] = useState(false);
  async function press() {
    setBusy(true);
    try {
      onDone(await run());
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  }
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <p><strong>${name}</strong></p><p>${about}</p>
    <div role="alert">${refusal && html`<p class="error">${refusal.message}</p>
      <ul>${(refusal.answer.errors ?? []).map((each) => html`<li key=${each.path + each.line + each.code}><${Use} use=${each} /></li>`)}</ul>`}</div>
    <p><button type="button" class="danger" disabled=${busy} onClick=${press}>${label}</button></p>
  </${Dialog}>`;
}

/** Where it is used, with a way there if that is an item. */
export function Use({ use }) {
  const [, bundle, language] = use.path.match(/^[^/]+\/(.+)\/([^/]+)\.md$/) ?? [];
  const place = `${use.path}, ${t("item.line", { line: use.line })}`;
  return bundle ? html`<a href=${href(`item/${bundle}`, { language })}>${place}</a>` : place;
}
