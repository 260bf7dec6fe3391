// What the toolbar's buttons do to a text: headings, lists, and what is inserted at the cursor.

import { EditorSelection } from "../vendor.js";
import { placeAfter, sectionsOf } from "./blocks.js";

function selectedLines(state) {
  const { from, to } = state.selection.main;
  const lines = [];
  for (let { number } = state.doc.lineAt(from); number <= state.doc.lineAt(to).number; number += 1) {
    lines.push(state.doc.line(number));
  }
  return lines;
}

/** No heading, `##`, `###`, and none again. */
export function cycleHeading(view) {
  const [line] = selectedLines(view.state);
  const marks = /^(#{1,6})[ \t]+/.exec(line.text);
  const next = { undefined: "## ", "#": "## ", "##": "### " }[marks?.[1]] ?? "";
  view.dispatch({ changes: { from: line.from, to: line.from + (marks?.[0].length ?? 0), insert: next } });
  view.focus();
}

/** The selected lines become a list, or a list becomes lines; a list needs an empty line before it. */
export function toggleList(view) {
  const lines = selectedLines(view.state);
  const isList = lines.every((line) => /^\s*[-*] /.test(line.text) || !line.text.trim());
  const first = lines[0].number > 1 ? view.state.doc.line(lines[0].number - 1).text.trim() : "";
  const gap = !isList && first && !/^\s*[-*] /.test(first) ? "\n" : "";
  const changes = lines.map((line, number) => {
    if (isList) return { from: line.from, to: line.from + (/^\s*[-*] /.exec(line.text)?.[0].length ?? 0) };
    return { from: line.from, insert: `${number ? "" : gap}- ` };
  });
  view.dispatch({ changes });
  view.focus();
}

/** Insert text in place of the selection; `select` is the part of it that stays selected. */
export function insertInline(view, text, select = "") {
  const { from, to } = view.state.selection.main;
  const place = select ? text.indexOf(select) : text.length;
  view.dispatch({
    changes: { from, to, insert: text },
    selection: EditorSelection.single(from + place, from + place + select.length),
    scrollIntoView: true,
  });
  view.focus();
}

/** The line below which a paragraph can stand: the cursor's, or the last one of the text, list, note or code it is in. */
function lineAbove(doc, number) {
  const { blocks } = sectionsOf(doc, 1).findLast((each) => each.line <= number);
  const block = blocks.findLastIndex((each) => each.first <= number);
  if (block < 0) return number;
  const { line, before } = placeAfter(blocks, block, { block: true });
  return before ? Math.max(1, line - 1) : Math.max(number, line);
}

/** Insert a paragraph of its own below what the cursor is in. */
export function insertBlock(view, text, select = "") {
  const { doc, selection } = view.state;
  const line = doc.line(lineAbove(doc, doc.lineAt(selection.main.to).number));
  const before = line.text.trim() ? "\n\n" : line.number > 1 && doc.line(line.number - 1).text.trim() ? "\n" : "";
  const after = line.number < doc.lines && doc.line(line.number + 1).text.trim() ? "\n" : "";
  const start = line.to + before.length;
  const place = select ? text.indexOf(select) : text.length;
  view.dispatch({
    changes: { from: line.to, insert: `${before}${text}${after}` },
    selection: EditorSelection.single(start + place, start + place + select.length),
    scrollIntoView: true,
  });
  view.focus();
}

/** The Markdown of cells copied in a spreadsheet; empty for other texts, such as a list whose marks are followed by tabs. */
export function pastedTable(text) {
  const cells = (row) => row.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|"));
  const [heads, ...rows] = text.replace(/\r?\n$/, "").split(/\r?\n/).map(cells);
  const isList = /^(?:[^\p{L}\p{N}]|\p{N}+[.)]|o)$/u.test(heads[0]);
  if (isList || heads.length < 2 || !rows.length || rows.some((row) => row.length !== heads.length)) return "";
  return [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

export function selectedText(view) {
  const { from, to } = view.state.selection.main;
  return view.state.sliceDoc(from, to);
}
