// Text with formatting, pasted from other programs, becomes Markdown.

import { EditorSelection, TurndownService } from "../vendor.js";
import { hasMarks } from "./pasted_marks.js";
import { escapeText, pastedTree } from "./pasted_tree.js";

/** In characters: Word writes some ten thousand for each page. */
const MAX_MARKUP = 1_000_000;
const FORMATTING = "h2, h3, h4, h5, h6, ul, ol, blockquote, table, a, strong, em, del";
const EMPHASIS = new Set(["STRONG", "EM", "DEL"]);
const BLOCK = /^(?: {4}|#|- |>|\||\d+\. )/;

/** Words between signs; without them where Markdown would not read the signs, as in `a**(b)**c`. */
function emphasized(words, node, sign) {
  if (!words.trim() || words.includes("\n\n")) return words;
  const isWord = (character) => /[\p{L}\p{N}]/u.test(character);
  const fits = (inner, outer) => /\s/.test(inner + outer) || isWord(inner) || !isWord(outer);
  const inside = [...node.textContent];
  const before = [...node.previousSibling?.textContent ?? ""].at(-1) ?? "";
  const after = [...node.nextSibling?.textContent ?? ""][0] ?? "";
  const touches = before && EMPHASIS.has(node.previousSibling.nodeName) && !/\s/.test(before + inside[0]);
  return !touches && fits(inside[0], before) && fits(inside.at(-1), after) ? `${sign}${words}${sign}` : words;
}

function linked(words, node) {
  const href = node.getAttribute("href");
  if (!words.trim()) return words;
  return node.textContent.trim() === escapeText(href) && href.includes("://") ? `<${href}>` : `[${words.replace(/\s+/g, " ")}](${href})`;
}

function item(words, node) {
  const [first, ...others] = words.trim().split("\n");
  const list = node.parentNode;
  node.number = node.previousSibling ? node.previousSibling.number + 1 : Number(list.getAttribute("start") ?? 1);
  const lines = [first, ...others.map((line) => (line.trim() ? `    ${line}` : ""))];
  return `${list.nodeName === "OL" ? `${node.number}.` : "-"} ${lines.join("\n")}\n`;
}

const writer = new TurndownService({ headingStyle: "atx", emDelimiter: "*" });
writer.escape = (text) => text; // the tree has what Markdown shows as it is
writer.addRule("strong", { filter: "strong", replacement: (words, node) => emphasized(words, node, "**") });
writer.addRule("em", { filter: "em", replacement: (words, node) => emphasized(words, node, "*") });
writer.addRule("del", { filter: "del", replacement: (words, node) => emphasized(words, node, "~~") });
writer.addRule("a", { filter: "a", replacement: linked });
writer.addRule("li", { filter: "li", replacement: item });
writer.addRule("td", { filter: "td", replacement: (words) => ` ${words.trim().replace(/\s+/g, " ").replace(/(?<!\\)\|/g, "\\|")} |` });
writer.addRule("tr", {
  filter: "tr",
  replacement: (cells, row) => `\n|${cells}${row.previousSibling ? "" : `\n|${" --- |".repeat(row.children.length)}`}`,
});

/** The Markdown of clipboard markup below a heading of level `above`; empty if no formatting matters, or it is too long. */
export function pastedMarkdown(markup, above) {
  if (!markup || markup.length > MAX_MARKUP) return "";
  const root = pastedTree(markup, above);
  if (!root.querySelector(FORMATTING) && !hasMarks(root.textContent)) return "";
  const text = writer.turndown(root).replace(/^([ >]*?) +$/gm, "$1").replace(/(?: {2}\n)+(?=\n|$)/g, "\n");
  return text.replace(/(?: {2}\n){2,}/g, "\n\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** The level of the heading above a place, 1 for none. */
export function headingAbove(doc, place) {
  for (let { number } = doc.lineAt(place); number; number -= 1) {
    const marks = /^(#{1,6})[ \t]/.exec(doc.line(number).text);
    if (marks) return marks[1].length;
  }
  return 1;
}

/** Paste in place of the selection, in one step; headings, lists, quotes and tables have empty lines around them. */
export function paste(view, text) {
  const { doc, selection: { main: { from, to } } } = view.state;
  const parts = text.split("\n\n");
  const gap = (part, near, edge) => (!BLOCK.test(part) || /^\n{0,2}$/.test(near) ? "" : edge === "\n" ? "\n" : "\n\n");
  const before = doc.sliceString(Math.max(from - 2, 0), from);
  const after = doc.sliceString(to, to + 2);
  const insert = `${gap(parts[0], before, before.at(-1))}${text}${gap(parts.at(-1), after, after[0])}`;
  view.dispatch({
    changes: { from, to, insert },
    selection: EditorSelection.cursor(from + insert.length),
    scrollIntoView: true,
    userEvent: "input.paste",
  });
}
