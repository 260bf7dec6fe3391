// An open file of the site: its one text, which is checked with the whole content.

import { api } from "../client.js";
import { say } from "../desk.js";
import { TEXT_DRAFT } from "../draft_store.js";
import { TextsModel, openPart } from "../item/texts_model.js";
import { t } from "../texts.js";

export class SiteFileModel extends TextsModel {
  /** `changed` is called whenever something that is shown has changed. */
  constructor(opened, changed) {
    const { path, file, scaffold, language, direction } = opened;
    super([openPart(path, file, scaffold, { code: language, direction, keptAs: path + TEXT_DRAFT })], "site-file/form", changed);
    this.opened = opened;
  }

  get only() {
    return this.parts[0];
  }

  /** Whether the site could not be built with the text that was checked last. */
  get isBroken() {
    return Boolean(this.report) && (this.report.elsewhere.length > 0 || this.report.findings.some((each) => each.severity === "error"));
  }

  ask() {
    return api.post("site-file/check", { path: this.only.path, text: this.text(this.only) });
  }

  async save() {
    const wasDirty = this.dirty;
    await super.save();
    if (wasDirty && !this.dirty && this.isBroken) say(t("site.saved-broken"), "error");
  }
}
