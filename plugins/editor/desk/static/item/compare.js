// Two versions of a text side by side: a file changed elsewhere, and a draft that this browser has kept.

import { say } from "../desk.js";
import { day, t, time } from "../texts.js";
import { EditorState, EditorView, MergeView, html, lineNumbers, unifiedMergeView, useEffect, useRef } from "../vendor.js";
import { Dialog } from "./dialog.js";
import { look } from "./editor_base.js";

const WIDE = "(width >= 50rem)";

/** Both texts; the second can be edited if `onEdit` is given, which is called with it. */
function Merge({ one, other, names, onEdit }) {
  const place = useRef(null);
  useEffect(() => {
    const nonce = document.querySelector("meta[name=csp-nonce]")?.content ?? "";
    const phrases = EditorState.phrases.of({
      "$ unchanged lines": t("item.cm-unchanged"), "Accept": t("item.cm-accept"), "Reject": t("item.cm-reject"),
      "Revert this chunk": t("item.cm-revert"),
    });
    const shared = [EditorView.cspNonce.of(nonce), EditorView.lineWrapping, lineNumbers(), look, phrases];
    const collapseUnchanged = { margin: 2, minSize: 5 };
    const named = (label) => EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" });
    const fixed = [EditorState.readOnly.of(true)];
    const edited = onEdit ? [EditorView.updateListener.of((update) => update.docChanged && onEdit(update.state.doc.toString()))] : fixed;
    const view = matchMedia(WIDE).matches
      ? new MergeView({
        parent: place.current,
        a: { doc: one, extensions: [...shared, ...fixed, named(names[0])] },
        b: { doc: other, extensions: [...shared, ...edited, named(names[1])] },
        revertControls: onEdit ? "a-to-b" : undefined,
        collapseUnchanged,
      })
      : new EditorView({
        parent: place.current, doc: other,
        extensions: [...shared, ...edited, named(names[1]), unifiedMergeView({ original: one, mergeControls: Boolean(onEdit), collapseUnchanged })],
      });
    return () => view.destroy();
  }, []);
  return html`<div class="merge-names" aria-hidden="true"><span>${names[0]}</span><span>${names[1]}</span></div>
    <div class="merge" ref=${place}></div>`;
}

/** What is said of a conflict: the file has another text, or is gone. */
export function conflictKey({ hash }) {
  return hash ? "item.conflict" : "item.gone";
}

/** Three ways out of a file that was changed elsewhere. */
export function Conflict({ model, part, onClose }) {
  const theirs = part.conflict;
  const merged = useRef(model.text(part));
  const leave = () => {
    part.conflict = null;
    model.changed();
    onClose();
  };
  const save = async (text) => {
    if (await model.savePart(part, text, theirs.hash)) {
      model.replace(part, text);
      leave();
      say(t("item.saved"));
    }
  };
  const take = async () => {
    part.saved = { text: theirs.text, hash: theirs.hash };
    model.replace(part, theirs.text);
    leave();
  };
  return html`<${Dialog} wide title=${t(conflictKey(theirs), { path: part.path })} onClose=${onClose}>
    <p>${t(`${conflictKey(theirs)}-help`)}</p>
    <p class="row">
      <button type="button" onClick=${() => save(model.text(part))}>${t("item.keep-mine")}</button>
      <button type="button" onClick=${take}>${t("item.take-theirs")}</button>
      <button type="button" class="primary" onClick=${() => save(merged.current)}>${t("item.save-merged")}</button>
    </p>
    <${Merge} one=${theirs.text} other=${model.text(part)} names=${[t("item.theirs"), t("item.mine")]}
      onEdit=${(text) => { merged.current = text; }} />
  </${Dialog}>`;
}

/** What was typed here and not saved: shown beside the file before it is taken back. */
export function Restore({ model, part, onClose }) {
  const restore = () => {
    take(model, part);
    onClose();
  };
  const discard = () => {
    drop(model, part);
    onClose();
  };
  const present = t(model.isDirty(part) ? "item.in-editor" : "item.on-disk");
  return html`<${Dialog} wide title=${t("item.restore-title", { path: part.path })} onClose=${onClose}>
    <p class="row">
      <button type="button" class="primary" onClick=${restore}>${t("item.restore")}</button>
      <button type="button" class="danger" onClick=${discard}>${t("item.discard")}</button>
    </p>
    <${Merge} one=${model.text(part) ?? ""} other=${part.draft.text} names=${[present, t("item.typed-here")]} />
  </${Dialog}>`;
}

/** Take the draft into the editor; what was typed there and not saved becomes the draft that waits to be decided on. */
function take(model, part) {
  const { text, hash, earlier } = part.draft;
  part.draft = model.isDirty(part) ? { ...model.typed(part, earlier), at: Date.now() } : earlier ?? null;
  if (part.saved && hash !== part.saved.hash) part.conflict = { ...part.saved };
  model.replace(part, text);
}

/** Give the draft up; one that was typed before it comes up. */
function drop(model, part) {
  part.draft = part.draft.earlier ?? null;
  model.keep(part);
  model.changed();
}

export function draftMoment(draft) {
  const moment = new Date(draft.at).toISOString();
  return { day: day(moment), time: time(moment) };
}
