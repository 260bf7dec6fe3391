// The markup of a clipboard, from Word, LibreOffice, Google Docs or a web page, as a tree of the few elements that texts have.
//
// It is parsed into a document that is never shown; the tree is made anew, so that nothing else of it is kept.

import { footnoteMark, footnotesOf, isStruckOut, raisedBy, shifted } from "./pasted_marks.js";

const MAX_COLUMNS = 50;
const MAX_ROWS = 1000;
/** Of lists and quotes within each other; each level indents all its lines. */
const MAX_DEPTH = 9;
/** What `renamed` makes of `style`. */
const STYLE = "data-style";
const LISTS = new Set(["UL", "OL"]);
const HEADING = /^H([1-6])$/;
const LINE_END = /^(?:BR|P|DIV|H[1-6]|[OU]L|TABLE|BLOCKQUOTE)$/;
const BLOCKS = new Set([
  "ADDRESS", "ARTICLE", "ASIDE", "BODY", "CAPTION", "CENTER", "DD", "DETAILS", "DIV", "DL", "DT", "FIGCAPTION", "FIGURE",
  "FOOTER", "HEADER", "HGROUP", "LI", "MAIN", "NAV", "P", "PRE", "SECTION", "SUMMARY", "TABLE", "TD", "TH", "TR",
]);
const DROPPED = new Set([
  "APPLET", "AUDIO", "BUTTON", "CANVAS", "DATALIST", "EMBED", "FRAMESET", "IFRAME", "IMG", "INPUT", "MATH", "METER",
  "NOEMBED", "NOFRAMES", "NOSCRIPT", "OBJECT", "PICTURE", "PROGRESS", "RP", "RT", "SCRIPT", "SELECT", "STYLE", "SVG",
  "TEMPLATE", "TEXTAREA", "TITLE", "VIDEO", "XML", "XMP",
]);
/** What is hidden, the marks of Word's lists, and the remarks in its margin. */
const HIDDEN = /(?:^|;)\s*(?:display:\s*none|visibility:\s*hidden|mso-hide:\s*all|mso-list:\s*ignore|mso-element:\s*comment|mso-special-character:\s*comment)/i;
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

// What would read as markup: the rules of an import (`importing/html_markdown.py`).
const MARKUP = /[\\*`[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\{(?=[\p{L}\p{N}_:.#%{ ])|~(?=~)|=(?==)|\$(?=\$)|(?<=[\p{L}\p{N}_])\}|(?<![\p{L}\p{N}_:]):(?=[a-z][a-z0-9_+-]*:)/gu;
const TAG_OR_REFERENCE = /<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)/g;
const LINE_START = /^(?:([#>|=]|[-+](?=\s|$|-)|:(?=\s|::)|!!!|\?\?\?)|(\d{1,9})([.)])(?=\s|$))/;

/** Text that Markdown shows as it is. */
export function escapeText(text, isLineStart) {
  const escaped = text.replace(TAG_OR_REFERENCE, (sign) => (sign === "<" ? "&lt;" : "&amp;"))
    .replace(MARKUP, "\\$&");
  if (!isLineStart) return escaped;
  return escaped.replace(LINE_START, (_all, sign, number, dot) => (number ? `${number}\\${dot}` : `\\${sign}`));
}

/** The value of a property in an element's `style`, the last one of several; empty without it. */
function property(node, name) {
  const values = (node.getAttribute(STYLE) ?? "").matchAll(new RegExp(`(?:^|;)\\s*${name}:([^;]+)`, "gi"));
  return [...values].at(-1)?.[1].trim().toLowerCase() ?? "";
}

function isQuote(node) {
  return node.nodeName === "BLOCKQUOTE" || /^Mso(?:Intense)?Quote/.test(node.className);
}

function isHidden(node) {
  return HIDDEN.test(node.getAttribute(STYLE) ?? "") || /\bmsocomanchor\b/.test(node.className);
}

/** The address of a link that texts may have, without Google's redirect; empty for any other. */
function address(href) {
  const typed = (href ?? "").trim();
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url && /^(?:www\.)?google(?:\.[a-z]+){1,2}$/.test(url.hostname) && url.pathname === "/url") {
    return address(url.searchParams.get("q") ?? url.searchParams.get("url"));
  }
  if (!url || !["http:", "https:", "mailto:", "tel:"].includes(url.protocol)) return "";
  if (!/[\s<>(){}\\"'`*|]/.test(typed)) return typed;
  return url.href.replace(/[\s<>(){}\\"'`*|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** How words look: `bold`, `italic`, `struck`, `raised`, the link's `href`; `plain` ones never do; `depth` as in MAX_DEPTH; `notes` of the text. */
function lookOf(node, look) {
  const weight = property(node, "font-weight");
  const slant = property(node, "font-style");
  const isBold = weight ? /^(?:bold|bolder|[6-9]00)$/.test(weight) : look.bold || ["B", "STRONG"].includes(node.nodeName);
  const isItalic = slant ? /^(?:italic|oblique)/.test(slant) : look.italic || ["I", "EM"].includes(node.nodeName);
  const isSource = property(node, "white-space") === "pre" && property(node, "font-family").includes("monospace");
  const isCode = look.isCode || node.nodeName === "PRE" || isSource;
  const plain = look.plain || isCode; // editors of programs show some words in bold
  const isStruck = look.struck || isStruckOut(node.nodeName, property(node, "text-decoration"));
  const href = node.nodeName === "A" ? address(node.getAttribute("href")) : look.href;
  const depth = look.depth + (isQuote(node) || LISTS.has(node.nodeName) ? 1 : 0);
  const marks = { bold: isBold && !plain, italic: isItalic && !plain, struck: isStruck && !plain };
  return { ...marks, raised: raisedBy(node.nodeName, property(node, "vertical-align")) ?? look.raised, href, isCode, plain, depth, notes: look.notes };
}

function add(parent, name) {
  return parent.appendChild(parent.ownerDocument.createElement(name));
}

/** Add words; what looks as the words before does not end and begin again. */
function addWords(target, data, look) {
  const isLineStart = LINE_END.test(target.lastChild?.nodeName ?? "BR") && target.nodeName !== "TD";
  const words = data.replace(INVISIBLE, "").replace(/\s+/g, " ").replace(isLineStart ? /^ / : "", "");
  const text = look.raised === undefined ? words : shifted(words, look.raised);
  if (!text) return;
  let parent = target;
  for (const name of [look.href && "A", look.bold && "STRONG", look.italic && "EM", look.struck && "DEL"].filter(Boolean)) {
    const last = parent.lastChild;
    const goesOn = last?.nodeName === name && (name !== "A" || last.getAttribute("href") === look.href);
    if (!goesOn && !text.trim()) break;
    parent = goesOn ? last : add(parent, name);
    if (name === "A") parent.setAttribute("href", look.href);
  }
  parent.append(escapeText(text, isLineStart));
}

/** Add text; the lines of code stay lines. */
function addText(target, data, look) {
  if (!look.isCode) return addWords(target, data, look);
  data.split("\n").forEach((line, number) => {
    if (number) add(target, "BR");
    addWords(target, line, look);
  });
  return target;
}

/** The list that the next item of a kind belongs to, which begins where there is none. */
function listIn(parent, name) {
  return parent.lastElementChild?.nodeName === name ? parent.lastElementChild : add(parent, name);
}

/** A paragraph of Word that is an item: its level is in its style, its mark in its text. */
function addWordItem(target, node, look) {
  const level = Number(/level(\d)/i.exec(property(node, "mso-list"))?.[1] ?? 1);
  const mark = node.querySelector(`[${STYLE}*='mso-list:ignore' i]`)?.textContent.trim() ?? "";
  let parent = target;
  for (let depth = 1; depth < level && LISTS.has(parent.lastElementChild?.nodeName); depth += 1) {
    parent = parent.lastElementChild.lastElementChild;
  }
  const list = listIn(parent, /^\(?[\p{L}\p{N}.]{1,9}[.)]/u.test(mark) ? "OL" : "UL");
  if (!list.firstElementChild && /^\d{1,9}[.)]/.test(mark)) list.setAttribute("start", parseInt(mark, 10));
  addAll(add(list, "LI"), node, look);
}

/** A list; one that lies between the items of another, as Google writes it, is of the item before it. */
function addList(target, node, look) {
  const within = LISTS.has(target.nodeName);
  const list = within && !target.lastElementChild ? target : add(within ? target.lastElementChild : target, node.nodeName);
  const start = node.getAttribute("start") ?? "";
  if (/^\d{1,9}$/.test(start)) list.setAttribute("start", start);
  for (const child of node.childNodes) {
    if (LISTS.has(child.nodeName)) {
      addNode(list, child, look);
      continue;
    }
    const item = add(list, "LI");
    addNode(item, child, look);
    if (!item.textContent.trim()) item.remove();
  }
  if (list !== target && !list.firstElementChild) list.remove();
  return list;
}

/** The cells of a table, row by row; those that span others are followed by `null`. Empty if it only places things. */
function gridOf(table) {
  const rows = [...table.rows];
  const isSimple = rows.length > 1 && rows.length <= MAX_ROWS && !table.querySelector("table, ul, ol, h1, h2, h3, h4, h5, h6");
  if (!isSimple) return [];
  const grid = rows.map(() => []);
  rows.forEach((row, top) => [...row.cells].forEach((cell) => {
    let left = 0;
    while (grid[top][left] !== undefined) left += 1;
    if (left >= MAX_COLUMNS) return;
    for (const line of grid.slice(top, top + cell.rowSpan)) {
      for (let column = left; column < Math.min(left + cell.colSpan, MAX_COLUMNS); column += 1) line[column] ??= null;
    }
    grid[top][left] = cell;
  }));
  const columns = Math.max(...grid.map((row) => row.length));
  return columns > 1 ? grid.map((row) => Array.from({ length: columns }, (_none, column) => row[column] ?? null)) : [];
}

function addTable(target, node, look) {
  const grid = gridOf(node);
  if (!grid.length) return addAll(add(target, "DIV"), node, look);
  if (node.caption) addAll(add(target, "P"), node.caption, look);
  const table = add(target, "TABLE");
  grid.forEach((cells, number) => {
    const row = add(table, "TR");
    for (const cell of cells) {
      const made = add(row, "TD");
      if (cell) addAll(made, cell, { ...lookOf(cell, look), plain: !number, bold: false });
    }
  });
  return table;
}

function addHeading(target, node, level, look) {
  if (["LI", "TD"].includes(target.nodeName)) addAll(target, node, look);
  else addAll(add(target, `H${level}`), node, { ...look, plain: true, bold: false, italic: false });
}

/** Add what a block holds: to the heading, the cell or the empty item itself, or in a paragraph. */
function addBlock(target, node, look) {
  const isCell = target.nodeName === "TD";
  if (isCell && target.hasChildNodes()) add(target, "BR");
  const isWithin = isCell || HEADING.test(target.nodeName) || (target.nodeName === "LI" && !target.hasChildNodes());
  addAll(isWithin ? target : add(target, "P"), node, look);
}

function addNode(target, node, outer) {
  if (node.nodeType === Node.TEXT_NODE) return addText(target, node.data, outer);
  const name = node.nodeName.toUpperCase();
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(name) || isHidden(node)) return null;
  const mark = name === "A" ? footnoteMark(node, outer.notes) : "";
  if (mark) return target.append(mark);
  const look = lookOf(node, outer);
  const level = HEADING.exec(name)?.[1] ?? (node.getAttribute("role") === "heading" ? node.getAttribute("aria-level") ?? "2" : "");
  if (name === "BR") return HEADING.test(target.nodeName) ? addWords(target, " ", outer) : add(target, "BR");
  if (/^[1-9]$/.test(level)) return addHeading(target, node, Math.min(Number(level), 6), look);
  if (look.depth > MAX_DEPTH && look.depth > outer.depth) return addBlock(target, node, look);
  if (LISTS.has(name)) return addList(target, node, look);
  if (name === "TABLE") return addTable(target, node, look);
  if (/level\d/i.test(property(node, "mso-list"))) return addWordItem(target, node, look);
  if (isQuote(node)) return addAll(add(target, "BLOCKQUOTE"), node, look);
  return BLOCKS.has(name) ? addBlock(target, node, look) : addAll(target, node, look);
}

function addAll(target, node, look) {
  for (const child of node.childNodes) addNode(target, child, look);
  return target;
}

/** Headings begin at `##`, no deeper than just below the heading `above` (a level), and none is skipped. */
function settleHeadings(root, above) {
  const headings = [...root.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.textContent.trim());
  const levels = headings.map(({ nodeName }) => Number(nodeName[1]));
  const top = Math.max(2, levels.reduce((least, level) => Math.min(least, level), above + 1));
  const outer = [];
  headings.forEach((heading, number) => {
    while (outer.length && outer.at(-1) >= levels[number]) outer.pop();
    const made = root.ownerDocument.createElement(`H${Math.min(top + outer.length, 6)}`);
    outer.push(levels[number]);
    made.append(...heading.childNodes);
    heading.replaceWith(made);
  });
}

/** Styles, handlers and bases under other names: the desk's policy forbids them, and the browser complains of each it reads. */
function renamed(markup) {
  return markup.replace(/<(\/?)style(?=[\s>])/gi, "<$1xmp").replace(/<base(?=[\s/>])/gi, "<x-base")
    .replace(/<[a-z][^<>]*/gi, (tag) => tag.replace(/(?<=[\s"'/])(?:style|on[a-z]+)(?=\s*=)/gi, "data-$&"));
}

/** The tree of clipboard markup; `above` is the level of the heading above the place where it will stand, 1 for none. */
export function pastedTree(markup, above) {
  const parsed = new DOMParser().parseFromString(renamed(markup), "text/html");
  const root = addAll(parsed.createElement("DIV"), parsed.body, { depth: 0, notes: footnotesOf(parsed.body) });
  settleHeadings(root, above);
  return root;
}
