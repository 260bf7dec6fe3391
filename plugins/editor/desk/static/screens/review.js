// The list of what waits for a second pair of eyes, and one item of it.

import { api } from "../client.js";
import { href, setTitle } from "../desk.js";
import { Beside } from "../publish/beside.js";
import { ReviewPanel, State } from "../review/panel.js";
import { t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";

export default function Review({ path }) {
  const [items, setItems] = useState(null);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    setTitle(t("review.title"));
    api.get("reviews").then((answer) => setItems(answer.items), (error) => setFailure(error.message));
  }, [path]);
  if (path) return html`<${Item} bundle=${path} />`;
  return html`<h1>${t("review.title")}</h1><${Beside} here="review" /><p>${t("review.lead")}</p>
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    ${items && !items.length && html`<p>${t("review.none")}</p>`}
    ${items && ["alone", "wishes"].map((kind) => html`<${Group} key=${kind} kind=${kind}
      items=${items.filter((item) => Boolean(item.alone) === (kind === "alone"))} />`)}`;
}

function Group({ kind, items }) {
  if (!items.length) return null;
  return html`<section><h2>${t(kind === "alone" ? "review.alone-heading" : "review.wishes")}</h2>
    <ul class="items">${items.map((item) => html`<li class="item" key=${item.bundle}>
      <a class="title" href=${href(`review/${item.bundle}`)}>${item.title}</a><${State} state=${item} /></li>`)}</ul></section>`;
}

function Item({ bundle }) {
  const [title, setTitle] = useState("");
  useEffect(() => {
    api.get("reviews", { bundle }).then((answer) => setTitle(answer.title), () => {});
  }, [bundle]);
  return html`<h1>${title || bundle}</h1>
    <p><a href=${href(`item/${bundle}`)}>${t("review.open")}</a></p>
    <${ReviewPanel} bundle=${bundle} open />`;
}
