// The source of one text in CodeMirror: the front matter folded away, findings at their lines, lagging sections marked.

import { t } from "../texts.js";
import {
  Annotation, Decoration, EditorState, EditorView, HighlightStyle, StateEffect, StateField, WidgetType,
  defaultKeymap, drawSelection, dropCursor, highlightSpecialChars, history, historyKeymap, keymap, lineNumbers,
  lintGutter, lintKeymap, markdown, markdownLanguage, searchKeymap, search, setDiagnostics,
  syntaxHighlighting, tags, Transaction, yamlFrontmatter,
} from "../vendor.js";
import { insertBlock, pastedTable } from "./insert.js";
import { headingAbove, paste, pastedMarkdown } from "./pasted.js";
import { isText, takeFiles } from "./pictures.js";

const FRONT_MATTER = /^\s*---[ \t]*\n(?:[\s\S]*?\n)?---[ \t]*(?=\n)/;
const fromForm = Annotation.define();
const unfold = StateEffect.define();
const markLines = StateEffect.define();

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

class FoldedMatter extends WidgetType {
  constructor(lines) {
    super();
    this.lines = lines;
  }

  eq(other) {
    return other.lines === this.lines;
  }

  toDOM(view) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet cm-folded";
    button.textContent = t("item.front-matter", { lines: this.lines });
    button.addEventListener("click", () => view.dispatch({ effects: unfold.of(true) }));
    return button;
  }

  ignoreEvent() {
    return true;
  }
}

function matterEnd(doc) {
  return FRONT_MATTER.exec(doc.sliceString(0, Math.min(doc.length, 20_000)))?.[0].length ?? 0;
}

/** Whether the front matter is shown, where it ends, and how it is replaced while it is folded. */
const frontMatter = StateField.define({
  create: (state) => folded(false, state.doc),
  update(value, transaction) {
    const open = transaction.effects.find((effect) => effect.is(unfold))?.value ?? value.open;
    return open === value.open && !transaction.docChanged ? value : folded(open, transaction.state.doc);
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.decorations),
});

function folded(open, doc) {
  const end = matterEnd(doc);
  if (open || !end) return { open, end, decorations: Decoration.none };
  const widget = new FoldedMatter(doc.lineAt(end).number);
  const replaced = Decoration.replace({ widget, block: true }).range(0, end);
  return { open, end, decorations: Decoration.set([replaced]) };
}

/** What is folded away is changed by the form alone: selecting everything and typing does not delete it. */
const keepFolded = EditorState.transactionFilter.of((transaction) => {
  const { open, end } = transaction.startState.field(frontMatter);
  const ours = transaction.annotation(fromForm) || transaction.isUserEvent("undo") || transaction.isUserEvent("redo");
  if (open || !end || !transaction.docChanged || ours) return transaction;
  const first = end + 1;
  const kept = transaction.startState.doc.sliceString(0, first);
  if (transaction.newDoc.sliceString(0, first) === kept) return transaction;
  const changes = [];
  transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
    const insert = inserted.toString().replace(kept.slice(from), "");
    changes.push({ from: Math.max(from, first), to: Math.max(to, first), insert });
  });
  const last = changes[0].from + changes[0].insert.length;
  return { changes, selection: { anchor: last }, scrollIntoView: true, annotations: Transaction.userEvent.of("input") };
});

const lagging = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    const marked = transaction.effects.find((effect) => effect.is(markLines));
    if (!marked) return value.map(transaction.changes);
    const { doc } = transaction.state;
    const lines = [...new Set(marked.value)].filter((line) => line >= 1 && line <= doc.lines).sort((a, b) => a - b);
    return Decoration.set(lines.map((line) => Decoration.line({ class: "cm-lagging" }).range(doc.line(line).from)));
  },
  provide: (field) => EditorView.decorations.from(field),
});

function phrases() {
  return EditorState.phrases.of(Object.fromEntries(PHRASES.map((phrase) => [phrase, t(`item.cm-${phrase.replaceAll(" ", "-").replaceAll("$", "n")}`)])));
}

/** The Markdown of what is pasted; empty where it has no formatting, and in the front matter, which is no Markdown. */
function formattedText(view, clipboard) {
  const { doc, selection: { main: { from } } } = view.state;
  const { open, end } = view.state.field(frontMatter);
  return open && from < end ? "" : pastedMarkdown(clipboard.getData("text/html"), headingAbove(doc, from));
}

/**
 * An editor in an element: `onEdit` is called after a change, `onLine` with the line the cursor has moved to,
 * `onPicture` with a picture's file that was dropped or pasted.
 */
export function createEditor({ parent, text, code, label, direction, onEdit, onLine, onPicture, onSave }) {
  const nonce = document.querySelector("meta[name=csp-nonce]")?.content ?? "";
  const followed = EditorView.updateListener.of((update) => {
    if (update.docChanged) onEdit();
    if (update.selectionSet && update.view.hasFocus) {
      onLine(update.state.doc.lineAt(update.state.selection.main.head).number);
    }
  });
  const taken = (transfer) => takeFiles(transfer, onPicture, isText);
  // Office programs put a picture of what is copied beside its text.
  const pasted = (text, view, event) => {
    if (!text) return taken(event.clipboardData);
    const table = pastedTable(text);
    const formatted = table ? "" : formattedText(view, event.clipboardData);
    if (table) insertBlock(view, table);
    if (formatted) paste(view, formatted);
    return Boolean(table || formatted);
  };
  const transfers = EditorView.domEventHandlers({
    paste: (event, view) => pasted(event.clipboardData.getData("text/plain"), view, event) && (event.preventDefault(), true),
    drop: (event) => taken(event.dataTransfer) && (event.preventDefault(), true),
  });
  const save = { key: "Mod-s", run: () => { onSave(); return true; }, preventDefault: true };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({
          "aria-label": label, dir: direction, lang: code, spellcheck: "false", autocorrect: "off",
        }),
        phrases(), lineNumbers(), highlightSpecialChars(), history(), drawSelection(), dropCursor(),
        EditorView.lineWrapping, yamlFrontmatter({ content: markdown({ base: markdownLanguage, completeHTMLTags: false }) }),
        syntaxHighlighting(colours), look, search({ top: true }), lintGutter(),
        frontMatter, keepFolded, lagging, followed, transfers,
        keymap.of([save, ...searchKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });
}

/** Replace the text where it differs, also in the folded front matter; the cursor stays. */
export function setText(view, text) {
  const old = view.state.doc.toString();
  if (text === old) return;
  let start = 0;
  while (start < old.length && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
    annotations: fromForm.of(true),
  });
}

/** Replace lines by what mends them; nothing happens if a line is another one by now. */
export function applyFixes(view, fixes) {
  const { doc } = view.state;
  const changes = fixes.map(({ line, before, after }) => {
    if (line > doc.lines || doc.line(line).text !== before) return null;
    const { from, to } = doc.line(line);
    return after === null ? { from, to: Math.min(to + 1, doc.length) } : { from, to, insert: after };
  });
  if (changes.every(Boolean)) view.dispatch({ changes, annotations: fromForm.of(true) });
}

/** Underline findings; `actions` gives the buttons of one as `{ name, apply(view) }`. */
export function showFindings(view, findings, actions) {
  const { doc } = view.state;
  const { open, end } = view.state.field(frontMatter);
  const shown = findings.filter(({ line }) => line >= 1 && line <= doc.lines).map((finding) => {
    const line = doc.line(finding.line);
    const place = finding.word ? line.text.indexOf(finding.word) : -1;
    const indent = line.text.length - line.text.trimStart().length;
    return {
      from: place < 0 ? line.from + indent : line.from + place,
      to: place < 0 ? line.to : line.from + place + finding.word.length,
      severity: finding.severity === "error" ? "error" : finding.word ? "info" : "warning",
      message: finding.message,
      actions: actions(finding),
    };
  }).filter(({ from }) => open || from >= end);
  view.dispatch(setDiagnostics(view.state, shown));
}

/** Mark the first lines of sections that lag. */
export function markSections(view, lines) {
  view.dispatch({ effects: markLines.of(lines) });
}

/** Show a line, and the front matter if it is in it; with `focus` the cursor goes there. */
export function showLine(view, number, { focus = true } = {}) {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  const { end } = view.state.field(frontMatter);
  const effects = [EditorView.scrollIntoView(line.from, { y: "start", yMargin: 40 })];
  if (focus && line.from < end) effects.push(unfold.of(true));
  view.dispatch(focus ? { selection: { anchor: line.from }, effects } : { effects });
  if (focus) view.focus();
}

/** The first line below the front matter. */
export function bodyLine(view) {
  const { end } = view.state.field(frontMatter);
  return end ? view.state.doc.lineAt(end).number + 1 : 1;
}
