// Small marks of pasted text that words lose with their formatting: raised and lowered digits, and footnotes.

const RAISED = { from: "0123456789+-−()n", to: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ" };
const LOWERED = { from: "0123456789+-−()", to: "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎" };
/** Links of Word, LibreOffice and Google Docs from a text to a footnote, and from the footnote back. */
const TO_NOTE = /^#(?:_ftn(\d+)|sdfootnote(\d+)sym|ftnt(\d+))$/;
const TO_TEXT = /^#(?:_ftnref(\d+)|sdfootnote(\d+)anc|ftnt_ref(\d+))$/;

function numberIn(pattern, node) {
  return pattern.exec(node.getAttribute("href") ?? "")?.slice(1).find(Boolean) ?? "";
}

/** The numbers of the footnotes whose text is there. */
export function footnotesOf(body) {
  return new Set([...body.querySelectorAll("a[href^='#']")].map((link) => numberIn(TO_TEXT, link)).filter(Boolean));
}

/** The Markdown of a link to a footnote or back from it; empty for any other link, and for a footnote without its text. */
export function footnoteMark(link, notes) {
  const [number, own] = [numberIn(TO_NOTE, link), numberIn(TO_TEXT, link)];
  if (own) return `[^${own}]: `;
  return notes.has(number) ? `[^${number}]` : "";
}

/** Whether an element strikes its words out, by its name and the property `text-decoration`. */
export function isStruckOut(name, decoration) {
  return ["DEL", "S", "STRIKE"].includes(name) || decoration.includes("line-through");
}

/** Whether an element raises its words (true) or lowers them (false), by its name and the property `vertical-align`; undefined if neither. */
export function raisedBy(name, alignment) {
  return { SUP: true, SUB: false }[name] ?? { super: true, sub: false }[alignment];
}

/** Words in raised or lowered digits; as they are where not all of them have such a form. */
export function shifted(text, isRaised) {
  const { from, to } = isRaised ? RAISED : LOWERED;
  const signs = [...text.trim()].map((sign) => [...to][[...from].indexOf(sign)]);
  return signs.length && signs.every(Boolean) ? signs.join("") : text;
}

/** Whether a text has a mark that the plain text of a clipboard has lost. */
export function hasMarks(text) {
  return /[⁰¹²³⁴-⁹⁺⁻₀-₉₊₋]|\[\^\d+\]/u.test(text);
}
