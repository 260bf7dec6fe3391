// What else waits for an editor: tasks of `./inv status` that are no state of an item.

import { href } from "../desk.js";
import { t } from "../texts.js";
import { html, useMemo, useState } from "../vendor.js";

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
  const note = kind === "incomplete" ? task.note.split(", ").map((key) => t(`list.lacks-${key}`)).join(", ") : task.note;
  return html`${item ? html`<a href=${href(`item/${item.bundle}`)}>${task.title}</a>` : html`${task.title} `}
    ${note && html` <span class="note">${note}</span>`}
    ${!item && html` <span class="note">${path}</span>`}`;
}
