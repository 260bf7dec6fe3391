// What every editor of a text has: its look, its words, search, history, and the gutter with findings.

import { t } from "../texts.js";
import {
  EditorState, EditorView, HighlightStyle, defaultKeymap, drawSelection, dropCursor, highlightSpecialChars, history,
  historyKeymap, keymap, lineNumbers, lintGutter, lintKeymap, search, searchKeymap, syntaxHighlighting, tags,
} from "../vendor.js";

const PHRASES = [
  "Find", "Replace", "next", "previous", "all", "match case", "by word", "regexp", "replace", "replace all", "close",
  "Diagnostics", "No diagnostics", "current match", "on line", "replaced match on line $", "replaced $ matches",
];

/** The look of every editor, in the palette of the page. */
export const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", border: "1px solid var(--bar)", borderRadius: "0.5rem", fontSize: "1rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', monospace", lineHeight: "1.6", maxHeight: "70vh", minHeight: "16rem" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.5rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--ground)", borderRight: "1px solid var(--line)", color: "var(--ink-soft)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-panels, .cm-tooltip": { backgroundColor: "var(--surface)", border: "1px solid var(--bar)", color: "var(--ink)" },
  ".cm-panel input, .cm-panel button": { backgroundImage: "none", minHeight: "2rem", padding: "0.125rem 0.5rem", width: "auto" },
  ".cm-panel label": { display: "inline-flex", gap: "0.25rem" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", borderRadius: "0.25rem", color: "var(--accent-ink)", padding: "0.25rem 0.5rem" },
  ".cm-lagging": { backgroundColor: "var(--alert-soft)", boxShadow: "inset 4px 0 var(--alert)" },
  ".cm-specialChar": { color: "var(--alert)" },
});

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--accent)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--accent)" },
  { tag: [tags.processingInstruction, tags.meta, tags.punctuation], color: "var(--ink-soft)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
]);

function phrases() {
  return EditorState.phrases.of(Object.fromEntries(PHRASES.map((phrase) => [phrase, t(`item.cm-${phrase.replaceAll(" ", "-").replaceAll("$", "n")}`)])));
}

/** The extensions of an editor: `onEdit` is called after a change, `onSave` on Ctrl+S. */
export function baseExtensions({ label, code, direction, onEdit, onSave }) {
  const nonce = document.querySelector("meta[name=csp-nonce]")?.content ?? "";
  const save = { key: "Mod-s", run: () => { onSave(); return true; }, preventDefault: true };
  return [
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of({
      "aria-label": label, dir: direction, lang: code, spellcheck: "false", autocorrect: "off",
    }),
    phrases(), lineNumbers(), highlightSpecialChars(), history(), drawSelection(), dropCursor(),
    EditorView.lineWrapping, syntaxHighlighting(colours), look, search({ top: true }), lintGutter(),
    EditorView.updateListener.of((update) => { if (update.docChanged) onEdit(); }),
    keymap.of([save, ...searchKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}
