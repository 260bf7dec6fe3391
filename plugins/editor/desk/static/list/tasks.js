// What else waits for an editor: tasks of `./inv status` that are no state of an item.

import { href } from "../desk.js";
import { day, t } from "../texts.js";
import { html, useMemo, useState } from "../vendor.js";

/** Where tasks are done that belong to no item. */
const SCREENS = { alerts: "alert", old_sources: "figures", newer_sources: "figures" };

export function Tasks({ list }) {
  const kinds = Object.entries(list.tasks).filter(([, found]) => found.length);
  const items = useMemo(() => new Map(list.items.map((item) => [item.bundle, item])), [list]);
  if (!kinds.length) return null;
  return html`<section class="tasks"><h2>${t("list.tasks")}</h2>
    ${kinds.map(([kind, found]) => html`<${Kind} key=${kind} kind=${kind} found=${found} items=${items} />`)}
  </section>`;
}

/** The tasks of a kind; there can be thousands, which are not drawn before somebody looks. */
function Kind({ kind, found, items }) {
  const [isOpen, setOpen] = useState(false);
  return html`<details onToggle=${(event) => setOpen(event.target.open)}>
    <summary>${t(`list.task-${kind}`)} <span class="number">${found.length}</span></summary>
    ${isOpen && html`<ul>${found.map((task) => html`<li key=${task.path + task.note}><${Task} task=${task} items=${items} kind=${kind} /></li>`)}</ul>`}
  </details>`;
}

function Task({ task, items, kind }) {
  const path = task.path.replace(/^[^/]*\//, "");
  const item = items.get(path.slice(0, path.lastIndexOf("/")));
  const place = item ? `item/${item.bundle}` : SCREENS[kind];
  const note = noteInWords(task.note, kind);
  return html`${place ? html`<a href=${href(place)}>${task.title}</a>` : html`${task.title} `}
    ${note && html` <span class="note">${note}</span>`}
    ${!item && html` <span class="note">${path}</span>`}`;
}

/** A task's note, its days and keys as an editor says them. */
function noteInWords(note, kind) {
  if (kind === "incomplete") return note.split(", ").map((key) => t(`list.lacks-${key}`)).join(", ");
  if (kind === "wishes") return note.replace(/^\S+/, (act) => `${t(`publish.wish-${act}`)}:`);
  return note.replace(/\d{4}-\d{2}-\d{2}/g, (found) => day(found));
}
