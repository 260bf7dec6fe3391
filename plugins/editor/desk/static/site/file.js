// One file of the site: its form, its text with what the checks say of it, and the front page with it.

import { api, session } from "../client.js";
import { go, href, say, setTitle } from "../desk.js";
import { forgetDraft } from "../draft_store.js";
import { DeleteDialog } from "../figures/delete.js";
import { showFindings, showLine } from "../item/editor.js";
import { baseExtensions } from "../item/editor_base.js";
import { Elsewhere, FindingList, findingActions } from "../item/findings.js";
import { Others, Save, Undecided, useSaving } from "../item/saving.js";
import { Source } from "../item/source.js";
import { languageName, t } from "../texts.js";
import { EditorState, EditorView, html, useEffect, useReducer, useState, yaml } from "../vendor.js";
import { SettingsForm } from "./form.js";
import { SiteFileModel } from "./model.js";
import { fileTitle } from "./title.js";

export function SiteFile({ path, names }) {
  const [model, setModel] = useState(null);
  const [failure, setFailure] = useState("");
  const [, redraw] = useReducer((number) => number + 1, 0);
  useEffect(() => {
    let opened = null;
    setTitle("");
    api.get("site-file", { ...names, path }).then((answer) => {
      opened = new SiteFileModel(answer, redraw);
      setModel(opened);
      opened.start();
    }, (error) => setFailure(error.message));
    return () => opened?.stop();
  }, [path]);
  if (failure) return html`<p class="notice error" role="alert">${failure}</p><p><a href=${href("site")}>${t("site.to-list")}</a></p>`;
  return model ? html`<${Opened} model=${model} />` : html`<p class="waiting" role="status">${t("desk.loading")}</p>`;
}

function Opened({ model }) {
  const { opened, only: part } = model;
  const title = fileTitle(opened);
  useSaving(model);
  useEffect(() => setTitle(title), [title]);
  const goTo = (_code, _key, line) => {
    part.view.dom.scrollIntoView({ block: "center" });
    showLine(part.view, line);
  };
  return html`<div class="item-head">
      <div><p class="hint"><a href=${href("site")}>${t("site.to-list")}</a> / ${opened.path}</p><h1>${title}</h1></div>
      <p class="row"><${Save} model=${model} /></p>
    </div>
    <${Others} model=${model} name=${opened.path} words="site" />
    ${!part.saved && html`<p class="notice">${t("site.new-file")}</p>`}
    ${model.failure && html`<p class="notice error" role="alert">${model.failure}</p>`}
    <${Undecided} model=${model} />
    ${model.isBroken && html`<p class="notice error">${t("site.broken-help")}</p>`}
    <div class="site-file"><${SettingsForm} model=${model} part=${part} />
      <section aria-label=${t("site.text")}><h2>${t("site.text")}</h2>
        <${FileSource} model=${model} part=${part} label=${t("site.text-label", { name: title })} />
        <${FindingList} label=${t("site.findings")} found=${model.report?.findings ?? []} part=${part} model=${model} goTo=${goTo} />
        ${model.report?.elsewhere.length > 0 && html`<div class="needs"><section><p>${t("site.works-elsewhere")}</p>
          <ul><${Elsewhere} found=${model.report.elsewhere} /></ul></section></div>`}
      </section></div>
    <${FrontPage} fronts=${opened.fronts} />
    ${opened.deletable && part.saved && html`<${DeleteFile} model=${model} name=${title} />`}`;
}

function FileSource({ model, part, label }) {
  const create = (parent) => {
    const language = part.path.endsWith(".yaml") ? yaml() : [];
    const onEdit = () => model.edited(part);
    const base = baseExtensions({ label, code: part.code, direction: "ltr", onEdit, onSave: () => model.save() });
    return new EditorView({ parent, state: EditorState.create({ doc: part.text, extensions: [base, language] }) });
  };
  const show = (view, report) => showFindings(view, report.findings, (finding) => findingActions(finding, model));
  return html`<${Source} model=${model} part=${part} create=${create} show=${show} />`;
}

/** The front page in the preview, in the languages of the site: it is built anew after each save. */
function FrontPage({ fronts }) {
  const [language, setLanguage] = useState(session.languages[0]);
  const [isOpen, setOpen] = useState(false);
  return html`<details class="preview site-preview" onToggle=${(event) => setOpen(event.target.open)}><summary>${t("site.preview")}</summary>
    ${isOpen && html`<p class="hint">${t("site.preview-hint")}</p>
      <div class="row"><div class="choices" role="group" aria-label=${t("item.preview-language")}>
        ${Object.keys(fronts).map((code) => html`<button type="button" key=${code} aria-pressed=${code === language}
          onClick=${() => setLanguage(code)}>${languageName(code)}</button>`)}</div>
        <a href=${fronts[language]} target="preview">${t("item.preview-open")}</a></div>
      <div class="frame desk"><iframe src=${fronts[language]} title=${t("site.preview-frame", { language: languageName(language) })}></iframe></div>`}
  </details>`;
}

function DeleteFile({ model, name }) {
  const [isAsked, setAsked] = useState(false);
  const { only: part } = model;
  const done = () => {
    forgetDraft(part.keptAs);
    go("site");
    say(t("site.deleted", { name }));
  };
  return html`<p><button type="button" class="danger" onClick=${() => setAsked(true)}>${t("site.delete")}</button></p>
    ${isAsked && html`<${DeleteDialog} title=${t("site.delete-title", { name })} name=${part.path} about=${t("site.delete-about")}
      label=${t("site.delete-do")} run=${() => api.post("site-file/delete", { path: part.path, hash: part.saved.hash })}
      onClose=${() => setAsked(false)} onDone=${done} />`}`;
}
