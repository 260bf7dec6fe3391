// Around an open text: its saving, other windows that have it open, and what has to be decided before it is saved.

import { session } from "../client.js";
import { say } from "../desk.js";
import { watchPresence } from "../presence.js";
import { t, time } from "../texts.js";
import { html, useEffect, useRef, useState } from "../vendor.js";
import { Conflict, Restore, conflictKey, draftMoment } from "./compare.js";

/** What is not saved, and the button that saves it. */
export function Save({ model }) {
  const state = model.saving ? "saving" : model.dirty ? "unsaved" : "all-saved";
  return html`<span class=${`save-state ${state}`} role="status">${t(`item.${state}`)}</span>
    <button type="button" class="primary" disabled=${!model.dirty || model.saving} onClick=${() => model.save()}
      aria-keyshortcuts="Control+S" title="Ctrl+S">${t("item.save")}</button>`;
}

/** The other windows that have it open; `words` is the screen whose texts tell of them. */
export function Others({ model, name, words }) {
  const others = usePresence(model, name);
  return others.length > 0 && html`<p class="notice">${others.map((each) => t(
    `${words}.open-${each.user === session.user ? "own-" : ""}${each.unsaved ? "unsaved" : "elsewhere"}`, { user: each.user, time: time(each.since) })).join(" ")}</p>`;
}

function usePresence(model, name) {
  const [others, setOthers] = useState([]);
  const presence = useRef(null);
  useEffect(() => {
    presence.current = watchPresence(name, setOthers);
    return () => presence.current.stop();
  }, [model]);
  useEffect(() => presence.current.setUnsaved(model.dirty), [model.dirty]);
  return others;
}

/** Drafts that were kept and files that were changed elsewhere, each with a dialog in which one text is chosen. */
export function Undecided({ model }) {
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  return html`${model.parts.map((part) => html`<${Notices} key=${part.path} part=${part} onOpen=${setDialog} />`)}
    ${dialog?.kind === "conflict" && dialog.part.conflict && html`<${Conflict} model=${model} part=${dialog.part} onClose=${close} />`}
    ${dialog?.kind === "draft" && dialog.part.draft && html`<${Restore} model=${model} part=${dialog.part} onClose=${close} />`}`;
}

function Notices({ part, onOpen }) {
  return html`${part.draft && html`<p class="notice"><span>${t("item.draft-found", { path: part.path, ...draftMoment(part.draft) })}</span>
      <button type="button" onClick=${() => onOpen({ kind: "draft", part })}>${t("item.draft-compare")}</button></p>`}
    ${part.conflict && html`<p class="notice error" role="alert"><span>${t(conflictKey(part.conflict), { path: part.path })}</span>
      <button type="button" onClick=${() => onOpen({ kind: "conflict", part })}>${t("item.conflict-compare")}</button></p>`}`;
}

/** Ctrl+S anywhere on the screen; files changed elsewhere are noticed when the window is looked at again. */
export function useSaving(model) {
  useEffect(() => {
    const press = (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && !event.defaultPrevented) {
        event.preventDefault();
        model.save();
      }
    };
    const look = () => model.refresh().catch((error) => say(error.message, "error"));
    addEventListener("keydown", press);
    addEventListener("focus", look);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("focus", look);
    };
  }, [model]);
}
