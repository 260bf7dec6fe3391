// An open item: its texts in all languages, and what it needs to be published.

import { api } from "../client.js";
import { say } from "../desk.js";
import { t } from "../texts.js";
import { TextsModel, openPart } from "./texts_model.js";

const NEEDS_MS = 1500;
const NEW_TEXT = "---\ntitle: …\nsummary: \"\"\nstatus: draft\n---\n\n";

export class ItemModel extends TextsModel {
  /** `changed` is called whenever something that is shown has changed. */
  constructor(opened, changed) {
    const parts = Object.entries(opened.texts).map(([code, { path, url, direction, file }]) =>
      openPart(path, file, null, { code, url, direction }));
    super(parts, "form-text", changed);
    Object.assign(this, opened);
    this.needs = null;
  }

  get original() {
    return this.report?.original || this.written[0]?.code || this.parts[0].code;
  }

  /** Begin the text of a language that has none. */
  begin(part) {
    part.text = NEW_TEXT;
    this.edited(part);
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

  ask(texts) {
    return api.post("check", { bundle: this.bundle, texts });
  }

  reported() {
    this.schedule("checkNeeds", NEEDS_MS);
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
}
