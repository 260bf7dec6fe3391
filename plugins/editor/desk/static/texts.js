// The desk's words in the editor's language, and its dates in the site's zone.

import { currentLanguage, session } from "./client.js";

let entries = {};

export function useTexts(found) {
  entries = found ?? {}; // a page that is left gets no answer
}

export function hasText(key) {
  return key in entries;
}

/** A text by its key `screen.name`, with its `{values}` filled in. */
export function t(key, values = {}) {
  return fill(entries[key] ?? key, values);
}

/** A text with a number in the right plural form; `{n}` is the number. */
export function n(key, number, values = {}) {
  const forms = entries[key] ?? key;
  const category = made(Intl.PluralRules, currentLanguage()).select(number);
  const form = typeof forms === "string" ? forms : (forms[category] ?? forms.other);
  return fill(form, { n: number.toLocaleString(currentLanguage()), ...values });
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

const formats = new Map();

/** A formatter, made once: that takes longer than all that it is used for. */
function made(Format, locale, options = {}) {
  const key = `${Format.name} ${locale} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Format(locale, options));
  return formats.get(key);
}

/** The locale of dates: "3 December" comes from a variant of English. */
function dateLocale() {
  return currentLanguage() === "en" ? "en-GB" : currentLanguage();
}

function inZone(options) {
  return made(Intl.DateTimeFormat, dateLocale(), { timeZone: session.zone, ...options });
}

/** The site's time zone by its place: "Almaty". */
export function zonePlace() {
  return session.zonePlaces[currentLanguage()];
}

/** A day in words, with its year unless it is this one: "3 December". */
export function day(iso, { weekday = false } = {}) {
  const date = new Date(iso.length === 10 ? `${iso}T12:00Z` : iso);
  const zone = iso.length === 10 ? "UTC" : session.zone;
  const year = (moment) => inZone({ year: "numeric", timeZone: zone }).format(moment);
  const named = { day: "numeric", month: "long", timeZone: zone };
  if (weekday) named.weekday = "long";
  if (year(date) !== year(new Date(session.now))) named.year = "numeric";
  return inZone(named).format(date);
}

/** The time of day: "10:30". */
export function time(iso) {
  return inZone({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

/** The day of a moment in the site's zone as `2026-12-03`. */
export function dayKey(iso) {
  const parts = made(Intl.DateTimeFormat, "en", {
    timeZone: session.zone, year: "numeric", month: "2-digit", day: "2-digit",
  }).formatToParts(new Date(iso));
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

export function monthName(year, month) {
  const options = { month: "long", year: "numeric", timeZone: "UTC" };
  return made(Intl.DateTimeFormat, dateLocale(), options).format(new Date(Date.UTC(year, month, 1)));
}

export function weekdayNames() {
  const format = made(Intl.DateTimeFormat, dateLocale(), { weekday: "short", timeZone: "UTC" });
  return [...Array(7).keys()].map((number) => format.format(new Date(Date.UTC(2024, 0, 1 + number))));
}

/** A language's own name: "Русский". */
export function languageName(code) {
  const name = made(Intl.DisplayNames, code, { type: "language" }).of(code) ?? code;
  return name[0].toLocaleUpperCase(code) + name.slice(1);
}
