// Open texts: what is not saved, what the checks say, and files that were changed elsewhere.

import { api } from "../client.js";
import { say } from "../desk.js";
import { forgetDraft, keepDraft, loadDraft } from "../draft_store.js";
import { t } from "../texts.js";
import { setText } from "./editor.js";

const CHECK_MS = 450;
const ATTEMPTS = 3;
const RETRY_MS = 3000;

/** A text of a file: `saved` is null if there is none yet, `text` if it is not begun; drafts are `keptAs` its path. */
export function openPart(path, file, text, more) {
  return {
    keptAs: path, ...more, path, view: null, saved: file && { text: file.text, hash: file.hash },
    text: file?.text ?? text, draft: null, conflict: null, fields: {},
  };
}

/** Texts that are edited together. `formPath` writes fields into a text; `ask(texts)` has all of them checked. */
export class TextsModel {
  /** `changed` is called whenever something that is shown has changed. */
  constructor(parts, formPath, changed) {
    Object.assign(this, { parts, formPath, changed });
    this.report = null;
    this.saving = false;
    this.timers = {};
    this.typing = new Set(); // what writes the fields that are being typed, at once
  }

  /** Look for drafts that this browser kept, then check. */
  async start() {
    for (const part of this.parts) {
      const draft = await this.withFields(part, await loadDraft(part.keptAs));
      if (draft && draft.text !== (part.saved?.text ?? null)) part.draft = draft;
      else if (draft?.earlier) part.draft = draft.earlier;
      else if (draft) forgetDraft(part.keptAs);
    }
    this.changed();
    this.check();
  }

  /** A draft whose fields the server had not written into the text before they were lost sight of. */
  async withFields(part, draft) {
    if (!Object.keys(draft?.fields ?? {}).length) return draft;
    const asked = { path: part.path, text: draft.text, changes: draft.fields };
    const answer = await api.post(this.formPath, asked).catch(() => draft);
    return { ...draft, text: answer.text };
  }

  stop() {
    Object.values(this.timers).forEach(clearTimeout);
    this.stopped = true;
  }

  part(code) {
    return this.parts.find((each) => each.code === code);
  }

  get written() {
    return this.parts.filter((part) => part.text !== null);
  }

  text(part) {
    return part.view ? part.view.state.doc.toString() : part.text;
  }

  isDirty(part) {
    return part.text !== null && (this.text(part) !== part.saved?.text || Object.keys(part.fields).length > 0);
  }

  /** Whether the last check was of the texts as they are now. */
  get isChecked() {
    return this.written.every((part) => this.report?.texts[part.code] === this.text(part));
  }

  get dirty() {
    return this.parts.some((part) => this.isDirty(part));
  }

  /** A text was changed in its editor. */
  edited(part) {
    part.text = this.text(part);
    this.keep(part);
    this.schedule("check", CHECK_MS);
    this.changed();
  }

  /** Keep in this browser what is not saved; a draft that nobody has decided on yet stays below it. */
  async keep(part) {
    if (this.isDirty(part)) keepDraft(part.keptAs, this.typed(part, part.draft));
    else if (part.draft) keepDraft(part.keptAs, part.draft);
    else await forgetDraft(part.keptAs);
  }

  /** What is in the editor, as a draft; `earlier` is one that was typed before it. */
  typed(part, earlier = null) {
    return { text: this.text(part), hash: part.saved?.hash ?? "", fields: part.fields, earlier };
  }

  replace(part, text) {
    if (part.view) setText(part.view, text);
    else part.text = text;
    this.edited(part);
  }

  schedule(work, delay) {
    clearTimeout(this.timers[work]);
    this.timers[work] = setTimeout(() => this[work](), delay);
  }

  typedTexts() {
    return Object.fromEntries(this.written.map((part) => [part.code, this.text(part)]));
  }

  /** Have the texts checked as they are; one question at a time. */
  async check() {
    if (this.checking || this.stopped) {
      this.again = true;
      return;
    }
    this.checking = true;
    this.again = false;
    const texts = this.typedTexts();
    try {
      const report = await this.ask(texts);
      this.report = { ...report, texts };
      this.failure = "";
      this.reported();
    } catch (error) {
      this.failure = error.message;
    }
    this.checking = false;
    this.changed();
    if (this.again) this.schedule("check", CHECK_MS);
  }

  /** Called after each check. */
  reported() {}

  /** Change fields of a text, and say whether they are; what was typed meanwhile is kept. */
  async changeFields(part, changes) {
    Object.assign(part.fields, changes);
    this.keep(part);
    this.changed();
    return this.writeFields(part).then(() => true, (error) => { say(error.message, "error"); });
  }

  /** Have the server write the changed fields into the text; without an answer they wait for the next attempt. */
  async writeFields(part) {
    for (let attempt = 0; attempt < ATTEMPTS && Object.keys(part.fields).length; attempt += 1) {
      const [text, changes] = [this.text(part), { ...part.fields }];
      try {
        const answer = await api.post(this.formPath, { path: part.path, text, changes });
        if (this.text(part) !== text) continue;
        forgetFields(part, changes);
        this.replace(part, answer.text);
      } catch (error) {
        if (error.status) forgetFields(part, changes);
        else this.schedule("retryFields", RETRY_MS);
        this.keep(part);
        this.changed();
        throw error;
      }
    }
    if (Object.keys(part.fields).length) this.schedule("retryFields", RETRY_MS); // the text was typed on each time
  }

  async retryFields() {
    for (const part of this.written) await this.writeFields(part).catch(() => {});
  }

  /** Save every text that is not saved, once a save that is under way has ended; the others stay as they are on the disk. */
  save() {
    this.nextSave ??= Promise.resolve(this.presentSave).then(() => {
      this.nextSave = null;
      this.presentSave = this.saveNow();
      return this.presentSave;
    });
    return this.nextSave;
  }

  async saveNow() {
    for (const write of [...this.typing]) write();
    const dirty = this.parts.filter((part) => this.isDirty(part) && !part.draft && !part.conflict);
    this.saving = true;
    this.changed();
    await this.retryFields();
    for (const part of dirty) await this.savePart(part, this.text(part), part.saved?.hash ?? "");
    this.saving = false;
    this.changed();
    if (dirty.length && !this.dirty) say(t("item.saved"));
    const undecided = this.parts.find((part) => this.isDirty(part) && (part.draft || part.conflict));
    if (undecided) say(t("item.decide-first", { path: undecided.path }), "error");
    this.schedule("check", 0);
  }

  /** Save a text over the file with a hash; another hash on the disk becomes the part's `conflict`. */
  async savePart(part, text, hash) {
    try {
      const answer = await api.post("file", { path: part.path, text, hash });
      part.saved = { text, hash: answer.hash };
      part.conflict = null;
      await this.keep(part);
      return true;
    } catch (error) {
      if (error.status === 409) part.conflict = { text: error.answer.text, hash: error.answer.hash };
      else say(error.message, "error");
      return false;
    } finally {
      this.changed();
    }
  }

  /** Read the files again: one that was changed elsewhere is shown, or compared if it was edited here too. */
  async refresh() {
    for (const part of this.written.filter((each) => each.saved && !each.conflict)) {
      const file = await api.get("file", { path: part.path }).catch(() => null);
      if (!file || file.hash === part.saved.hash || this.saving) continue;
      if (this.isDirty(part)) {
        part.conflict = { text: file.text, hash: file.hash };
      } else {
        part.saved = { text: file.text, hash: file.hash };
        this.replace(part, file.text);
        say(t("item.changed-on-disk", { path: part.path }));
      }
      this.changed();
    }
  }
}

/** Take fields off that were written or refused, unless they were changed again meanwhile. */
function forgetFields(part, written) {
  for (const [key, value] of Object.entries(written)) if (part.fields[key] === value) delete part.fields[key];
}
