// What a release will change for readers, what nobody else has seen yet, and the button that publishes.

import { href } from "../desk.js";
import { t } from "../texts.js";
import { html, useId, useState } from "../vendor.js";

export function Changes({ found, publish }) {
  const { changes, unseen } = found;
  const [reason, setReason] = useState("");
  const isEmpty = !(changes.page_count || changes.cards || changes.feeds.length || changes.others);
  const held = changes.held > 0;
  if (isEmpty && !held) return null;
  const lacksReason = unseen.length > 0 && !reason.trim();
  const label = held ? "publish-again" : unseen.length ? "publish-alone" : "publish";
  function submit(event) {
    event.preventDefault();
    publish({ prepared: found.prepared, reason, resume: held });
  }
  return html`<form class="changes" onSubmit=${submit}>
    <h2>${t("publish.step-changes")}</h2>
    ${held && html`<p class="notice">${t("publish.held", { number: changes.held })}</p>`}
    <${Pages} changes=${changes} />
    <ul>
      ${changes.cards > 0 && html`<li>${t("publish.cards", { count: changes.cards })}</li>`}
      ${changes.feeds.length > 0 && html`<li><details><summary>${t("publish.feeds", { count: changes.feeds.length })}</summary>
        <ul>${changes.feeds.map((feed) => html`<li key=${feed}><code>${feed}</code></li>`)}</ul></details></li>`}
      ${changes.others > 0 && html`<li>${t("publish.others", { count: changes.others })}</li>`}
    </ul>
    ${unseen.length > 0 && html`<${Unseen} unseen=${unseen} reason=${reason} onReason=${setReason} />`}
    <p><button type="submit" class="primary" disabled=${lacksReason}>${t(`publish.${label}`)}</button></p>
  </form>`;
}

function Pages({ changes }) {
  const rest = changes.page_count - changes.pages.length;
  const items = changes.pages.filter((page) => page.title || page.state === "removed");
  const lists = changes.pages.filter((page) => !items.includes(page));
  if (!changes.page_count) return null;
  return html`<h3>${t("publish.pages")} <span class="number">${changes.page_count}</span></h3>
    ${items.length > 0 && html`<ul class="pages">${items.map((page) => html`<${Page} key=${page.address} page=${page} />`)}</ul>`}
    ${lists.length > 0 && html`<details><summary>${t("publish.lists", { count: lists.length })}</summary>
      <ul class="pages">${lists.map((page) => html`<${Page} key=${page.address} page=${page} />`)}</ul></details>`}
    ${rest > 0 && html`<p class="note">${t("publish.pages-more", { count: rest })}</p>`}`;
}

function Page({ page }) {
  return html`<li class=${page.state}>${page.title && html`<span>${page.title}</span> `}<code>${page.address}</code>${" "}
    ${page.state === "removed" && html`<span class="note">${t("publish.page-removed")}</span>`}</li>`;
}

function Unseen({ unseen, reason, onReason }) {
  const help = useId();
  return html`<fieldset class="notice"><legend>${t("publish.unseen")}</legend>
    <ul>${unseen.map((item) => html`<li key=${item.bundle}><a href=${href(`review/${item.bundle}`)}>${item.title}</a>
      ${item.wishes.map((wish) => html` <span class="note" key=${wish}>${t(`publish.wish-${wish}`)}</span>`)}</li>`)}</ul>
    <p id=${help} class="hint">${t("publish.unseen-help")}</p>
    <label>${t("publish.reason")}
      <textarea rows="2" maxlength="500" value=${reason} aria-describedby=${help}
        onInput=${(event) => onReason(event.target.value)}></textarea></label>
  </fieldset>`;
}
