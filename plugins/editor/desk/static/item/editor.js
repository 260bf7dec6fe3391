// The source of one text in CodeMirror: the front matter folded away, findings at their lines, lagging sections marked.

import { t } from "../texts.js";
import {
  Annotation, Decoration, EditorState, EditorView, StateEffect, StateField, Transaction, WidgetType, markdown,
  markdownLanguage, setDiagnostics, yamlFrontmatter,
} from "../vendor.js";
import { baseExtensions } from "./editor_base.js";
import { insertBlock, pastedTable } from "./insert.js";
import { headingAbove, paste, pastedMarkdown } from "./pasted.js";
import { isText, takeFiles } from "./pictures.js";

const FRONT_MATTER = /^\s*---[ \t]*\n(?:[\s\S]*?\n)?---[ \t]*(?=\n)/;
const fromForm = Annotation.define();
const unfold = StateEffect.define();
const markLines = StateEffect.define();

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

/** The front matter of a text; another file's has none. */
function matterOf(state) {
  return state.field(frontMatter, false) ?? { open: true, end: 0 };
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
  const followed = EditorView.updateListener.of((update) => {
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
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        baseExtensions({ label, code, direction, onEdit, onSave }),
        yamlFrontmatter({ content: markdown({ base: markdownLanguage, completeHTMLTags: false }) }),
        frontMatter, keepFolded, lagging, followed, transfers,
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
  const { open, end } = matterOf(view.state);
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
  const { end } = matterOf(view.state);
  const effects = [EditorView.scrollIntoView(line.from, { y: "start", yMargin: 40 })];
  if (focus && line.from < end) effects.push(unfold.of(true));
  view.dispatch(focus ? { selection: { anchor: line.from }, effects } : { effects });
  if (focus) view.focus();
}

/** The first line below the front matter. */
export function bodyLine(view) {
  const { end } = matterOf(view.state);
  return end ? view.state.doc.lineAt(end).number + 1 : 1;
}
