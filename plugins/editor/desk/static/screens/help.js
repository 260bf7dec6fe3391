// The help: the handbook in the editor's language, a section at a time.

import { api, currentLanguage } from "../client.js";
import { href, setTitle } from "../desk.js";
import { t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";

export default function Help({ path }) {
  const [sections, setSections] = useState([]);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    api.get("help", { lang: currentLanguage() }).then((found) => setSections(found.sections), (error) => setFailure(error.message));
  }, []);
  const shown = sections.find((section) => section.id === path) ?? sections[0];
  useEffect(() => setTitle(shown ? `${shown.title} – ${t("help.title")}` : t("help.title")), [shown]);
  const place = sections.indexOf(shown);
  const next = sections[place + 1];
  return html`<h1>${t("help.title")}</h1>
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    <div class="help">
      <nav aria-label=${t("help.contents")}><details open=${matchMedia("(width >= 60rem)").matches}><summary>${t("help.contents")}</summary><ul>${sections.map((section) => html`<li key=${section.id}>
        <a href=${href(`help/${section.id}`)} aria-current=${section === shown ? "page" : undefined}>${section.title}</a></li>`)}</ul></details></nav>
      ${shown && html`<article key=${shown.id}><h2>${shown.title}</h2>
        <div dangerouslySetInnerHTML=${{ __html: shown.html }}></div>
        ${next && html`<p><a href=${href(`help/${next.id}`)}>${t("help.next", { title: next.title })}</a></p>`}</article>`}
    </div>`;
}
