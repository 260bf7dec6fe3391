// Blocks of a Markdown text, as far as it takes to put something after one without breaking it.

const FENCE = /^[ \t]*(`{3,}|~{3,})(.*)$/;
const COMMENT = /<!--(?![\s\S]*-->)/;
const HEADING = /^#{1,6}[ \t]+(.*)/;
const ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)]|[•●▪◦‣·])(?:[ \t]+|$)/;
const BOX = /^(?:!!!|\?\?\?)/;
const OWNER = /^(?:!!!|\?\?\?|\[\^[^\]]+\]:|:[ \t])/; // what follows it, indented, belongs to it; so to an item
const NOT_PROSE = /^(?:\{(?!figure\})|[|>!<#]|\?\?\?|:::|:[ \t]|`{3}|~{3}|[-=]+\s*$|(?:[-*_][ \t]*){3,}$|\[[^\]]+\]:|\*\[[^\]]+\]:)/;
const ATTRIBUTES = /\{:?[ \t]*[.#][^{}]*\}\s*$/;
const DELIMITERS = /^\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
const LEAST_INDENT = 2;
const CODE_INDENT = 4;
const NESTED_CODE_INDENT = 8;

/**
 * The sections of a document from a line on: `{ heading, line, blocks }`; a block is lines without an empty one between,
 * or code with its fences: `{ first, last, lines }`, and `open` if nothing ends it.
 */
export function sectionsOf(doc, start) {
  let section = { heading: "", line: start, blocks: [] };
  const sections = [section];
  let block = null;
  let end = null;
  for (let number = start; number <= doc.lines; number += 1) {
    const { text } = doc.line(number);
    const heading = !end && HEADING.exec(text);
    if (heading) {
      section = { heading: heading[1], line: number, blocks: [] };
      sections.push(section);
      block = null;
    } else if (text.trim() || end) {
      if (!block) section.blocks.push(block = { first: number, lines: [] });
      block.last = number;
      block.lines.push(text);
      end = end ? !end(text) && end : endOf(text);
      block.open = Boolean(end);
    } else {
      block = null;
    }
  }
  return sections;
}

/** For a line that begins what goes on over empty lines: whether another line ends it. */
function endOf(text) {
  const [, marks] = FENCE.exec(text) ?? [];
  if (marks) return (line) => line.trim().length >= marks.length && line.trim() === marks[0].repeat(line.trim().length);
  return COMMENT.test(text) ? (line) => line.includes("-->") : null;
}

/**
 * Where something goes after a block: the `last` line of the words that it can be added to, or else the line below which,
 * or with `before` above which, it can stand as a paragraph of its own.
 */
export function placeAfter(blocks, number, { block }) {
  const found = blocks[number];
  const head = ownerOf(blocks, number);
  if (!block && !found.open && isProse(found.lines, blocks[head])) return { line: found.last, inline: true };
  const below = blocks[endOfOwner(blocks, head)];
  return below.open ? { line: below.first, before: true } : { line: below.last };
}

function indentOf(line) {
  return /^[ \t]*/.exec(line)[0].replaceAll("\t", "    ").length;
}

/** The number of the box, list or footnote that a block stands in; its own if it stands in none. */
function ownerOf(blocks, number) {
  let at = number;
  while (at > 0 && indentOf(blocks[at].lines[0]) >= LEAST_INDENT) at -= 1;
  return at === number || isOwner(blocks[at].lines) ? at : number;
}

function isOwner(lines) {
  return OWNER.test(lines[0]) || isList(lines);
}

function isList(lines) {
  return lines.some((line) => ITEM.test(line));
}

/** The number of the last block that belongs to a box, a list or a footnote. */
function endOfOwner(blocks, head) {
  let last = head;
  if (!isOwner(blocks[head].lines)) return last;
  const more = isList(blocks[head].lines) ? (line) => ITEM.test(line) : () => false;
  while (last + 1 < blocks.length && (indentOf(blocks[last + 1].lines[0]) >= LEAST_INDENT || more(blocks[last + 1].lines[0]))) last += 1;
  return last;
}

/** Whether words can be added to the last line of a block: whatever is not certainly prose is no place for them. */
function isProse(lines, head) {
  const inner = BOX.test(lines[0]) ? lines.slice(1) : lines;
  const start = Math.max(0, inner.findLastIndex((line) => ITEM.test(line)));
  const last = inner.slice(start);
  if (!last.length || inner.some((line) => DELIMITERS.test(line)) || ATTRIBUTES.test(last.at(-1))) return false;
  const isItem = ITEM.test(last[0]);
  const most = isOwner(head.lines) && head.lines !== lines || isItem || inner !== lines ? NESTED_CODE_INDENT : CODE_INDENT;
  if (!isItem && indentOf(last[0]) >= most) return false;
  return last.every((line) => {
    const words = line.trim();
    return !NOT_PROSE.test(words) && !NOT_PROSE.test(words.replace(ITEM, ""));
  });
}
