// The list of the site's own files: what each decides, what the checks say of it, and what could be begun.

import { api, session } from "../client.js";
import { go, href, setTitle } from "../desk.js";
import { languageName, n, t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { fileTitle } from "./title.js";

/** The kinds of files that stand together; a group whose files are seldom opened is folded away. */
const GROUPS = {
  site: { kinds: ["site", "topics", "sources", "units", "alert"] },
  regions: { kinds: ["questions", "region"] },
  words: { kinds: ["words", "synonyms", "phrases", "figure-phrases"] },
  figures: { kinds: ["figures", "table"], folded: true },
};

export function SiteFiles() {
  const [files, setFiles] = useState(null);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    setTitle(t("site.title"));
    api.get("site-files").then((answer) => setFiles(answer.files), (error) => setFailure(error.message));
  }, []);
  return html`<h1>${t("site.title")}</h1><p>${t("site.about")}</p>
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    ${!files && !failure && html`<p class="waiting" role="status">${t("desk.loading")}</p>`}
    ${files && Object.entries(GROUPS).map(([name, group]) => html`<${Group} key=${name} name=${name} group=${group}
      files=${files.filter((file) => group.kinds.includes(file.kind))} />`)}`;
}

function Group({ name, group, files }) {
  if (!files.length) return null;
  const about = html`${name !== "site" && html`<p class="hint">${t(`site.about-files-${name}`)}</p>`}
    <ul class="items">${files.map((file) => html`<${File} key=${file.path} file=${file} />`)}</ul>
    ${name === "regions" && html`<${NewRegion} />`}`;
  const title = html`<h2>${t(`site.group-files-${name}`)}</h2>`;
  return group.folded ? html`<details class="site-group"><summary>${title}</summary>${about}</details>`
    : html`<section class="site-group">${title}${about}</section>`;
}

function File({ file }) {
  const about = `site.about-${file.kind}`;
  const title = fileTitle(file);
  return html`<li class="item">
    <a class="title" href=${href(`site/${file.path}`)}>${title}</a>
    <p class="facts">${["region", "figures", "table"].includes(file.kind) ? "" : html`<span>${t(about)}</span>`}
      ${!file.exists && html`<span class="state">${t("site.state-none")}</span>`}
      ${file.errors > 0 && html`<span class="due">${n("item.errors", file.errors)}</span>`}
      ${file.advice > 0 && html`<span>${n("item.advice", file.advice)}</span>`}
      <span class="path">${file.path}</span></p>
    <a class="button" href=${href(`site/${file.path}`)} aria-label=${`${t(file.exists ? "site.open" : "site.create")}: ${title}`}>${t(file.exists ? "site.open" : "site.create")}</a>
  </li>`;
}

/** A region is begun with its name: its file and its address are called by it. */
function NewRegion() {
  const [names, setNames] = useState({});
  const [failure, setFailure] = useState("");
  const query = Object.fromEntries(session.languages.map((code) => [`name-${code}`, names[code] ?? ""]));
  async function begin(event) {
    event.preventDefault();
    try {
      const { path } = await api.get("site-files/region", query);
      go(`site/${path}`, query);
    } catch (error) {
      setFailure(error.message);
    }
  }
  return html`<details class="new-region"><summary>${t("site.region-new")}</summary>
    <form onSubmit=${begin}><fieldset class="localized"><legend>${t("site.region-name")}</legend>
      ${session.languages.map((code) => html`<label key=${code}>${languageName(code)}
        <input type="text" lang=${code} value=${names[code] ?? ""} onInput=${(event) => setNames({ ...names, [code]: event.target.value })} /></label>`)}</fieldset>
      <div role="alert">${failure && html`<p class="error">${failure}</p>`}</div>
      <button type="submit">${t("site.region-begin")}</button></form></details>`;
}
