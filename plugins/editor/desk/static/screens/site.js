// The files of the site that are no items, by what they decide; each is opened as a text with a form.

import { html } from "../vendor.js";
import { SiteFile } from "../site/file.js";
import { SiteFiles } from "../site/files.js";

export default function Site({ path, query }) {
  return path ? html`<${SiteFile} key=${path} path=${path} names=${query} />` : html`<${SiteFiles} />`;
}
