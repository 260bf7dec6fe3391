// The screen of an address that leads nowhere.

import { href, setTitle } from "../desk.js";
import { t } from "../texts.js";
import { html, useEffect } from "../vendor.js";

export default function Missing() {
  useEffect(() => setTitle(t("desk.missing")), []);
  return html`<h1>${t("desk.missing")}</h1><p><a href=${href("")}>${t("desk.to-list")}</a></p>`;
}
