// Places in texts that stand for each other: sections by their headings, and paragraphs in them.

import { bodyLine } from "./editor.js";

const HEADING = /^#{1,6}[ \t]+(.*)/;
const FENCE = /^ {0,3}(```|~~~)/;
const OWN_LINE = /^(\{|\||!|>| {4}|\t)/;
const WORDS = 60; // characters of a paragraph's end that it is known by

/** The sections of a text: `{ heading, line, paragraphs }` with the numbers of the `first` and `last` line of each. */
function sectionsOf(view) {
  const { doc } = view.state;
  let section = { heading: "", line: bodyLine(view), paragraphs: [] };
  const sections = [section];
  let paragraph = null;
  let fence = "";
  for (let number = section.line; number <= doc.lines; number += 1) {
    const { text } = doc.line(number);
    const [, mark] = FENCE.exec(text) ?? [];
    const heading = !fence && HEADING.exec(text);
    if (mark && (!fence || fence === mark)) fence = fence ? "" : mark;
    if (heading) {
      section = { heading: heading[1], line: number, paragraphs: [] };
      sections.push(section);
      paragraph = null;
    } else if (text.trim() || fence) {
      if (!paragraph) section.paragraphs.push(paragraph = { first: number });
      paragraph.last = number;
    } else {
      paragraph = null;
    }
  }
  return sections;
}

/** The numbers of the section and of the paragraph that the cursor is in or behind. */
export function cursorPlace(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  const sections = sectionsOf(view);
  const section = Math.max(0, sections.findLastIndex((each) => each.line <= line));
  const paragraph = sections[section].paragraphs.findLastIndex((each) => each.first <= line);
  return { section, paragraph };
}

/** The place in another text that stands for one: its section, and the line after which something can be put. */
export function placeIn(model, from, to, { section, paragraph }) {
  const sections = sectionsOf(to.view);
  const found = sections[alignedSection(model, from, to, section, sections)];
  const { last = found.line } = found.paragraphs[paragraph] ?? found.paragraphs.at(-1) ?? {};
  const line = to.view.state.doc.line(last);
  return { heading: found.heading, line, words: found.heading && last === found.line ? "" : line.text.slice(-WORDS) };
}

/** The number of the section that stands for another text's: counted, or as the check has aligned them. */
function alignedSection(model, from, to, number, sections) {
  const own = sectionsOf(from.view);
  if (own.length === sections.length) return number;
  const pairs = model.report?.sections[from.code === model.original ? to.code : from.code]?.pairs ?? [];
  const [here, there] = from.code === model.original ? ["original", "own"] : ["own", "original"];
  const pair = pairs.find((each) => each[here]?.line === own[number].line && each[there]);
  const aligned = pair ? sections.findIndex((each) => each.line === pair[there].line) : -1;
  return aligned < 0 ? Math.min(number, sections.length - 1) : aligned;
}

/** Put a text after a place: in its line, or with `block` as a paragraph of its own. */
export function insertAfter(view, { line, words }, text, { block }) {
  const isOwn = block || !words.trim() || OWN_LINE.test(line.text);
  const gap = line.text.trim() ? "\n\n" : "";
  view.dispatch({ changes: { from: line.to, insert: isOwn ? `${gap}${text}` : ` ${text}` } });
}
