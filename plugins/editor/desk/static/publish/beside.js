// The screens that belong to publishing, each a step from the others.

import { href } from "../desk.js";
import { t } from "../texts.js";
import { html } from "../vendor.js";

const SCREENS = ["publish", "review", "team"];

/** `here` is the screen that they stand on. */
export function Beside({ here }) {
  return html`<nav class="marks beside" aria-label=${t("publish.beside")}>${SCREENS.map((name) => html`<a key=${name} href=${href(name)}
    aria-current=${name === here ? "page" : undefined}>${t(`${name}.title`)}</a>`)}</nav>`;
}
