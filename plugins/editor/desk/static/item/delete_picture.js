// Delete a stored picture: asked for once more, and refused with the lines that use it.

import { api } from "../client.js";
import { say } from "../desk.js";
import { Use } from "../figures/delete.js";
import { t } from "../texts.js";
import { html, useState } from "../vendor.js";
import { Dialog } from "./dialog.js";

export function DeletePicture({ model, name, onClose, onDone }) {
  const [refusal, setRefusal] = useState(null);
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    const texts = Object.fromEntries(model.written.map((part) => [part.code, model.text(part)]));
    try {
      await api.post("pictures/delete", { bundle: model.bundle, name, texts });
      onDone();
      say(t("pictures.deleted", { name }));
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  }
  return html`<${Dialog} title=${t("pictures.delete")} onClose=${onClose}>
    <p><strong>${name}</strong></p><p>${t("pictures.delete-about")}</p>
    <div role="alert">${refusal && html`<p class="error">${refusal.message}</p>
      <ul>${(refusal.answer.errors ?? []).map((each) => html`<li key=${each.path + each.line}><${Use} use=${each} /></li>`)}</ul>`}</div>
    <p><button type="button" class="danger" disabled=${busy} onClick=${run}>${t("pictures.delete-do")}</button></p>
  </${Dialog}>`;
}
