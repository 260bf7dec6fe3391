// Delete a stored picture: asked for once more, and refused with the lines that use it; bring one back.

import { api } from "../client.js";
import { DeleteDialog } from "../figures/delete.js";
import { t } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";

export function DeletePicture({ model, name, days, onClose, onDone }) {
  const texts = () => Object.fromEntries(model.written.map((part) => [part.code, model.text(part)]));
  return html`<${DeleteDialog} title=${t("pictures.delete")} name=${name} about=${t("pictures.delete-about", { days })}
    label=${t("pictures.delete-do")} run=${() => api.post("pictures/delete", { bundle: model.bundle, name, texts: texts() })}
    onClose=${onClose} onDone=${onDone} />`;
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
