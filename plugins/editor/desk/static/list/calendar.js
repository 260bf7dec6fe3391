// A month of the site's calendar: what appears on which day.

import { href } from "../desk.js";
import { day, dayKey, monthName, t, time, weekdayNames, zonePlace } from "../texts.js";
import { html, useState } from "../vendor.js";
import { stateInWords } from "./row.js";

export function Calendar({ items, now }) {
  const today = dayKey(now);
  const [month, setMonth] = useState(() => firstMonth(items, today));
  const byDay = Map.groupBy
    ? Map.groupBy(items.filter((item) => item.published), (item) => dayKey(item.published))
    : groupByDay(items);
  const step = (by) => setMonth(new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + by, 1)));
  const name = monthName(month.getUTCFullYear(), month.getUTCMonth());
  return html`<section class="calendar" aria-label=${t("list.calendar")}>
    <div class="months">
      <button type="button" onClick=${() => step(-1)} aria-label=${t("list.month-before")}>←</button>
      <h2><span aria-live="polite">${name}</span> <span class="hint">${t("desk.zone", { zone: zonePlace() })}</span></h2>
      <button type="button" onClick=${() => step(1)} aria-label=${t("list.month-after")}>→</button>
    </div>
    <table><thead><tr>${weekdayNames().map((each) => html`<th key=${each} scope="col">${each}</th>`)}</tr></thead>
      <tbody>${weeks(month).map((week) => html`<tr key=${week[0].toISOString()}>
        ${week.map((date) => html`<${Day} key=${date.toISOString()} date=${date} month=${month}
          items=${byDay.get(date.toISOString().slice(0, 10)) ?? []} today=${today} />`)}
      </tr>`)}</tbody></table>
  </section>`;
}

function Day({ date, month, items, today }) {
  const key = date.toISOString().slice(0, 10);
  const other = date.getUTCMonth() !== month.getUTCMonth();
  const classes = [other && "other", key === today && "today", items.length && "busy"].filter(Boolean).join(" ");
  return html`<td class=${classes}>
    <span class="day" aria-label=${day(key)} role="img">${date.getUTCDate()}</span>
    ${items.length > 0 && html`<ul>${items.map((item) => html`<li key=${item.bundle} class=${item.state}>
      <a href=${href(`item/${item.bundle}`)} title=${stateInWords(item)}>
        ${time(item.published) !== "00:00" && html`<span class="time">${time(item.published)}</span> `}${Object.values(item.versions)[0].title}</a></li>`)}</ul>`}
  </td>`;
}

/** The month of what appears next, or else this one. */
function firstMonth(items, today) {
  const next = items.filter((item) => item.state === "scheduled").map((item) => dayKey(item.published)).sort()[0];
  return new Date(`${(next ?? today).slice(0, 7)}-01T00:00Z`);
}

function groupByDay(items) {
  const found = new Map();
  for (const item of items.filter((each) => each.published)) {
    const key = dayKey(item.published);
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  return found;
}

/** The days of a month by weeks, from Monday on, with those of the months beside it that fill them up. */
function weeks(month) {
  const first = new Date(month);
  first.setUTCDate(1 - ((first.getUTCDay() + 6) % 7));
  const found = [];
  while (!found.length || first.getUTCMonth() === month.getUTCMonth()) {
    found.push([...Array(7).keys()].map((number) => new Date(first.getTime() + number * 86_400_000)));
    first.setUTCDate(first.getUTCDate() + 7);
  }
  return found;
}
