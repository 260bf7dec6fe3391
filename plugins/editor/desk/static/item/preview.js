// The item as readers get it: the built page, the shared link, the entry in feeds; all from the preview's output.

import { api, session } from "../client.js";
import { say } from "../desk.js";
import { day, languageName, t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";

const VIEWS = ["page", "shared", "feed"];
const WIDTHS = ["phone", "desk"];

export function Preview({ model }) {
  const [language, setLanguage] = useState(model.original);
  const [view, setView] = useState("page");
  const [width, setWidth] = useState("desk");
  const [built, setBuilt] = useState(0);
  const part = model.part(language);
  const choices = (names, chosen, choose, label, text) => html`<div class="choices" role="group" aria-label=${label}>
    ${names.map((name) => html`<button type="button" key=${name} aria-pressed=${name === chosen}
      onClick=${() => choose(name)}>${text(name)}</button>`)}</div>`;
  return html`<section class="preview" aria-label=${t("item.preview")}>
    <h2>${t("item.preview")}</h2>
    <p class="hint">${t(model.dirty ? "item.preview-unsaved" : "item.preview-help")}</p>
    <div class="row">
      ${choices(model.written.map((each) => each.code), language, setLanguage, t("item.preview-language"), languageName)}
      ${choices(VIEWS, view, setView, t("item.preview-view"), (name) => t(`item.view-${name}`))}
      ${view === "page" && choices(WIDTHS, width, setWidth, t("item.preview-width"), (name) => t(`item.width-${name}`))}
      <a href=${part.url} target="preview">${t("item.preview-open")}</a>
    </div>
    <div class=${`frame ${width}`} hidden=${view !== "page"}><iframe src=${part.url} title=${t("item.preview-frame", { language: languageName(language) })}
      onLoad=${() => setBuilt((number) => number + 1)}></iframe></div>
    ${view !== "page" && html`<${Shared} model=${model} language=${language} view=${view} built=${built} />`}
  </section>`;
}

function Shared({ model, language, view, built }) {
  const [shared, setShared] = useState(null);
  useEffect(() => {
    let current = true;
    api.get("shared", { bundle: model.bundle, language }).then((answer) => current && setShared(answer),
      (error) => say(error.message, "error"));
    return () => { current = false; };
  }, [language, built]);
  if (!shared) return html`<p class="waiting">${t("desk.loading")}</p>`;
  if (view === "feed") return html`<${Entry} entry=${shared.entry} length=${shared.feed_length} language=${language} />`;
  if (!shared.page) return html`<p class="notice">${t("item.not-built")}</p>`;
  return html`<${SharedLinks} page=${shared.page} language=${language} />`;
}

function SharedLinks({ page, language }) {
  const address = new URL(new URL(page.url).pathname, session.url || page.url);
  const picture = page.image && html`<img src=${page.image} alt=${page.image_alt} />`;
  const shown = `${address.host} › ${decodeURI(address.pathname).split("/").filter(Boolean).join(" › ")}`;
  return html`<div class="shared" lang=${language}>
    <figure><figcaption lang=${document.documentElement.lang}>Telegram</figcaption><div class="telegram">
      <p class="site">${page.site}</p><p class="name">${page.title}</p><p>${cut(page.description, 250)}</p>${picture}</div></figure>
    <figure><figcaption lang=${document.documentElement.lang}>${t("item.view-vk")}</figcaption><div class="vk">
      ${picture}<p class="name">${cut(page.title, 90)}</p><p class="site">${address.host}</p></div></figure>
    <figure><figcaption lang=${document.documentElement.lang}>${t("item.view-search")}</figcaption><div class="search-engine">
      <p class="site">${page.site}<br />${shown}</p><p class="name">${cut(page.heading, 65)}</p>
      <p>${page.published && html`<span class="hint">${day(page.published)} — </span>`}${cut(page.description, 160)}</p></div></figure>
    <figure><figcaption lang=${document.documentElement.lang}>${t("item.view-card")}</figcaption>${picture || html`<p>${t("item.card-missing")}</p>`}
      ${picture && html`<p class="hint">${page.image_alt}</p>`}</figure>
  </div>`;
}

function cut(text, most) {
  return text.length <= most ? text : `${text.slice(0, text.lastIndexOf(" ", most))}…`;
}

function Entry({ entry, length, language }) {
  if (!entry) return html`<p class="notice">${length ? t("item.not-in-feed", { n: length }) : t("item.no-feed")}</p>`;
  return html`<article class="entry" lang=${language}>
    <h3>${entry.title}</h3><p class="hint">${entry.published && day(entry.published)}</p><p>${entry.summary}</p>
    <iframe sandbox="allow-same-origin" title=${t("item.entry-frame")} srcdoc=${entry.html}></iframe>
  </article>`;
}
