// What else waits for an editor: tasks of `./inv status` that are no state of an item.

import { href } from "../desk.js";
import { t } from "../texts.js";
import { html } from "../vendor.js";

export function Tasks({ list }) {
  const kinds = Object.entries(list.tasks).filter(([, found]) => found.length);
  if (!kinds.length) return null;
  return html`<section class="tasks"><h2>${t("list.tasks")}</h2>
    ${kinds.map(([kind, found]) => html`<details key=${kind}>
      <summary>${t(`list.task-${kind}`)} <span class="number">${found.length}</span></summary>
      <ul>${found.map((task) => html`<li key=${task.path + task.note}><${Task} task=${task} list=${list} kind=${kind} /></li>`)}</ul>
    </details>`)}
  </section>`;
}

function Task({ task, list, kind }) {
  const path = task.path.replace(/^[^/]*\//, "");
  const item = list.items.find((each) => path.startsWith(`${each.bundle}/`));
  const note = kind === "incomplete" ? task.note.split(", ").map((key) => t(`list.lacks-${key}`)).join(", ") : task.note;
  return html`${item ? html`<a href=${href(`item/${item.bundle}`)}>${task.title}</a>` : html`${task.title} `}
    ${note && html` <span class="note">${note}</span>`}
    ${!item && html` <span class="note">${path}</span>`}`;
}
