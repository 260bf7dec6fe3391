// Places in texts that stand for each other: sections by their headings, and paragraphs in them.

import { placeAfter, sectionsOf } from "./blocks.js";
import { bodyLine } from "./editor.js";

const WORDS = 60; // characters of a paragraph's end that it is known by

function sectionsIn(view) {
  return sectionsOf(view.state.doc, bodyLine(view));
}

/** The numbers of the section and of the paragraph that the cursor is in or behind. */
export function cursorPlace(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  const sections = sectionsIn(view);
  const section = Math.max(0, sections.findLastIndex((each) => each.line <= line));
  const paragraph = sections[section].blocks.findLastIndex((each) => each.first <= line);
  return { section, paragraph };
}

/**
 * The place in another text that stands for one: its section, the line, and whether something goes into that line, or
 * below or `before` it as a paragraph of its own, as it always does with `block`.
 */
export function placeIn(model, from, to, { section, paragraph }, { block = false } = {}) {
  const sections = sectionsIn(to.view);
  const { heading, line: first, blocks } = sections[alignedSection(model, from, to, section, sections)];
  const number = Math.min(paragraph < 0 ? Infinity : paragraph, blocks.length - 1);
  // Without a paragraph it goes below the section's heading; before the first heading nothing stands above it.
  const { doc } = to.view.state;
  const found = blocks.length ? placeAfter(blocks, number, { block }) : { line: Math.min(first, doc.lines), before: !heading && first <= doc.lines };
  const line = doc.line(found.line);
  return { ...found, heading, line, words: blocks.length && !found.before ? line.text.slice(-WORDS) : "" };
}

/** The number of the section that stands for another text's: counted, or as the check has aligned them. */
function alignedSection(model, from, to, number, sections) {
  const own = sectionsIn(from.view);
  if (own.length === sections.length) return number;
  const pairs = model.report?.sections[from.code === model.original ? to.code : from.code]?.pairs ?? [];
  const [here, there] = from.code === model.original ? ["original", "own"] : ["own", "original"];
  const pair = pairs.find((each) => each[here]?.line === own[number].line && each[there]);
  const aligned = pair ? sections.findIndex((each) => each.line === pair[there].line) : -1;
  return aligned < 0 ? Math.min(number, sections.length - 1) : aligned;
}

/** Put a text into a place. */
export function insertAfter(view, { line, inline, before }, text) {
  if (inline) {
    const from = line.from + line.text.trimEnd().length;
    view.dispatch({ changes: { from, insert: ` ${text}` } });
    return;
  }
  const { doc } = view.state;
  const isFilled = (number) => number >= 1 && number <= doc.lines && doc.line(number).text.trim();
  const above = before ? isFilled(line.number - 1) && line.number > bodyLine(view) : isFilled(line.number);
  const below = isFilled(before ? line.number : line.number + 1);
  const insert = `${above ? (before ? "\n" : "\n\n") : ""}${text}${below ? (before ? "\n\n" : "\n") : ""}`;
  view.dispatch({ changes: { from: before ? line.from : line.to, insert } });
}
