// What a file of the site is called.

import { languageName, t } from "../texts.js";

const OF_A_LANGUAGE = ["words", "synonyms", "phrases", "figure-phrases"];

/** A region's or a set's own name; else what the file decides, and of words, in which language. */
export function fileTitle({ kind, name, language }) {
  if (name) return name;
  return OF_A_LANGUAGE.includes(kind) ? `${t(`site.kind-${kind}`)}: ${languageName(language)}` : t(`site.kind-${kind}`);
}
