// Delete a stored picture: asked for once more, and refused with the lines that use it.

import { api } from "../client.js";
import { say } from "../desk.js";
import { DeleteDialog } from "../figures/delete.js";
import { t } from "../texts.js";
import { html } from "../vendor.js";

export function DeletePicture({ model, name, onClose, onDone }) {
  const texts = () => Object.fromEntries(model.written.map((part) => [part.code, model.text(part)]));
  const run = () => api.post("pictures/delete", { bundle: model.bundle, name, texts: texts() });
  const done = () => { onDone(); say(t("pictures.deleted", { name })); };
  return html`<${DeleteDialog} title=${t("pictures.delete")} name=${name} about=${t("pictures.delete-about")}
    label=${t("pictures.delete-do")} run=${run} onClose=${onClose} onDone=${done} />`;
}
