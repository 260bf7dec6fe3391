// Delete a stored picture: asked for once more, and refused with the lines that use it; bring one back.

import { api } from "../client.js";
import { Use } from "../figures/delete.js";
import { t } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";
import { Dialog } from "./dialog.js";

export function DeletePicture({ model, name, days, onClose, onDone }) {
  const [refusal, setRefusal] = useState(null);
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    const texts = Object.fromEntries(model.written.map((part) => [part.code, model.text(part)]));
    try {
      onDone(await api.post("pictures/delete", { bundle: model.bundle, name, texts }));
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  }
  return html`<${Dialog} title=${t("pictures.delete")} onClose=${onClose}>
    <p><strong>${name}</strong></p><p>${t("pictures.delete-about", { days })}</p>
    <div role="alert">${refusal && html`<p class="error">${refusal.message}</p>
      <ul>${(refusal.answer.errors ?? []).map((each) => html`<li key=${each.path + each.line}><${Use} use=${each} /></li>`)}</ul>`}</div>
    <p><button type="button" class="danger" disabled=${busy} onClick=${run}>${t("pictures.delete-do")}</button></p>
  </${Dialog}>`;
}

/** An item's deleted pictures, the last one first; the focus goes to `latest`, which was deleted just now. */
export function DeletedPictures({ model, deleted, days, latest, onRestored }) {
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const button = useRef(null);
  useEffect(() => { if (latest) button.current?.focus(); }, [latest]);
  async function restore({ id }) {
    setBusy(true);
    setFailure("");
    try {
      onRestored(id, (await api.post("pictures/restore", { bundle: model.bundle, id })).name);
    } catch (error) {
      setFailure(error.message);
    }
    setBusy(false);
  }
  if (!deleted.length) return null;
  return html`<section class="deleted-pictures"><h3>${t("pictures.deleted-title")}</h3>
    <p class="hint">${t("pictures.deleted-about", { days })}</p>
    <ul>${deleted.map((each) => html`<li key=${each.id}><span>${each.name}</span>${" "}
      <button type="button" ref=${each.id === latest ? button : undefined} disabled=${busy}
        aria-label=${t("pictures.undo-named", each)} onClick=${() => restore(each)}>${t("pictures.undo")}</button></li>`)}</ul>
    ${failure && html`<p class="error" role="alert">${failure}</p>`}</section>`;
}
