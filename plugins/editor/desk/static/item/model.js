// An open item: its texts in all languages, what is not saved, and what the checks say of it.

import { api } from "../client.js";
import { say } from "../desk.js";
import { forgetDraft, keepDraft, loadDraft } from "../draft_store.js";
import { t } from "../texts.js";
import { setText } from "./editor.js";

const CHECK_MS = 450;
const NEEDS_MS = 1500;
const ATTEMPTS = 3;
const RETRY_MS = 3000;
const NEW_TEXT = "---\ntitle: …\nsummary: \"\"\nstatus: draft\n---\n\n";

export class ItemModel {
  /** `changed` is called whenever something that is shown has changed. */
  constructor(opened, changed) {
    Object.assign(this, opened);
    this.changed = changed;
    this.report = null;
    this.needs = null;
    this.saving = false;
    this.parts = Object.entries(opened.texts).map(([code, text]) => ({
      code, path: text.path, url: text.url, direction: text.direction, view: null,
      saved: text.file && { text: text.file.text, hash: text.file.hash },
      text: text.file?.text ?? null, draft: null, conflict: null, fields: {},
    }));
    this.timers = {};
    this.typing = new Set(); // what writes the fields that are being typed, at once
    this.asked = 0;
  }

  /** Look for drafts that this browser kept, then check. */
  async start() {
    for (const part of this.parts) {
      const draft = await this.withFields(await loadDraft(part.path));
      if (draft && draft.text !== (part.saved?.text ?? null)) part.draft = draft;
      else if (draft?.earlier) part.draft = draft.earlier;
      else if (draft) forgetDraft(part.path);
    }
    this.changed();
    this.check();
  }

  /** A draft whose fields the server had not written into the text before they were lost sight of. */
  async withFields(draft) {
    if (!Object.keys(draft?.fields ?? {}).length) return draft;
    const asked = { path: draft.path, text: draft.text, changes: draft.fields };
    const answer = await api.post("form-text", asked).catch(() => draft);
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

  get original() {
    return this.report?.original || this.written[0]?.code || this.parts[0].code;
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
    if (this.isDirty(part)) keepDraft(part.path, this.typed(part, part.draft));
    else if (part.draft) keepDraft(part.path, part.draft);
    else await forgetDraft(part.path);
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

  /** Begin the text of a language that has none. */
  begin(part) {
    part.text = NEW_TEXT;
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
      const report = await api.post("check", { bundle: this.bundle, texts });
      this.report = { ...report, texts };
      this.failure = "";
      this.schedule("checkNeeds", NEEDS_MS);
    } catch (error) {
      this.failure = error.message;
    }
    this.checking = false;
    this.changed();
    if (this.again) this.schedule("check", CHECK_MS);
  }

  async checkNeeds() {
    if (this.checking || this.stopped) return;
    const texts = this.typedTexts();
    const needs = await api.post("needs", { bundle: this.bundle, texts }).catch(() => null);
    if (needs && !this.stopped) {
      this.needs = needs;
      this.changed();
    }
  }

  /** Change fields of a text's front matter, and say whether they are; what was typed meanwhile is kept. */
  async changeFields(part, changes) {
    Object.assign(part.fields, changes);
    this.keep(part);
    this.changed();
    return this.writeFields(part).then(() => true, (error) => { say(error.message, "error"); });
  }

  /** Take the mark of a draft off these languages' texts, and save. */
  async release(codes) {
    const done = [];
    for (const code of codes) done.push(await this.changeFields(this.part(code), { status: null }));
    await this.save();
    if (this.dirty || !done.every(Boolean)) return;
    this.needs = { ...this.needs, needs: this.needs.needs.filter((need) => need.kind !== "draft") };
    say(t("item.released"));
  }

  /** Have the server write the changed fields into the text; without an answer they wait for the next attempt. */
  async writeFields(part) {
    for (let attempt = 0; attempt < ATTEMPTS && Object.keys(part.fields).length; attempt += 1) {
      const [text, changes] = [this.text(part), { ...part.fields }];
      try {
        const answer = await api.post("form-text", { path: part.path, text, changes });
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
  }

  async retryFields() {
    for (const part of this.written) await this.writeFields(part).catch(() => {});
  }

  /** Save every text that is not saved; the others stay as they are on the disk. */
  async save() {
    if (this.saving) return;
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
