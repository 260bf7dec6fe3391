// A dialog over the page: it keeps the focus, closes on Escape, and gives the focus back.

import { t } from "../texts.js";
import { html, useEffect, useId, useRef } from "../vendor.js";

/** Close the dialog that an event came from: what lies under it can take the focus then. */
export function closeDialog(event) {
  event.target.closest("dialog").close();
}

export function Dialog({ title, wide = false, onClose, children }) {
  const dialog = useRef(null);
  const id = useId();
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`<dialog ref=${dialog} class=${wide ? "dialog wide" : "dialog"} aria-labelledby=${id} onClose=${onClose}>
    <header><h2 id=${id}>${title}</h2>
      <button type="button" class="quiet" onClick=${() => dialog.current.close()}>${t("item.close")}</button></header>
    ${children}
  </dialog>`;
}
