// Where the site is published: shown in a line, changed in a form.

import { api } from "../client.js";
import { say } from "../desk.js";
import { t } from "../texts.js";
import { html, useId, useState } from "../vendor.js";

export function Target({ job }) {
  const { settings, mayChange } = job;
  const [open, setOpen] = useState(!settings.target && mayChange);
  if (!open) {
    return html`<section class="target" aria-label=${t("publish.where")}>
      <p><strong>${t("publish.where")}:</strong> ${settings.target ? html`<code>${settings.target}</code>` : t("publish.where-none")}
        ${settings.url && html`, <a href=${settings.url} target="_blank" rel="noreferrer">${settings.url}</a>`}</p>
      ${mayChange ? html`<button type="button" onClick=${() => setOpen(true)}>${t("publish.change")}</button>`
        : html`<p class="hint">${t("publish.settings-fixed")}</p>`}
    </section>`;
  }
  return html`<${TargetForm} job=${job} close=${() => setOpen(false)} />`;
}

function TargetForm({ job, close }) {
  const [typed, setTyped] = useState({ ...job.settings, url: job.settings.target ? job.settings.url : job.suggestedUrl });
  const [failure, setFailure] = useState("");
  const [targetHelp, urlHelp] = [useId(), useId()];
  const set = (name) => (event) => setTyped({ ...typed, [name]: event.target.value.trim() });
  async function save(event) {
    event.preventDefault();
    try {
      await api.post("publish/settings", typed);
      await job.reload();
      say(t("publish.saved"));
      close();
    } catch (error) {
      setFailure(error.message);
    }
  }
  return html`<form class="target-form" onSubmit=${save}><fieldset><legend>${t("publish.where")}</legend>
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    <label>${t("publish.target")}
      <input type="text" value=${typed.target} onInput=${set("target")} aria-describedby=${targetHelp} required
        spellcheck=${false} autocapitalize="none" autocomplete="off" /></label>
    <p id=${targetHelp} class="hint">${t("publish.target-help")}</p>
    <label>${t("publish.url")}
      <input type="url" value=${typed.url} onInput=${set("url")} aria-describedby=${urlHelp} /></label>
    <p id=${urlHelp} class="hint">${t("publish.url-help")}</p>
    <label class="choice"><input type="checkbox" checked=${typed.git}
      onChange=${(event) => setTyped({ ...typed, git: event.target.checked })} /><span>${t("publish.git")}</span></label>
    <p><button type="submit" class="primary">${t("publish.save")}</button>
      ${job.settings.target && html` <button type="button" class="quiet" onClick=${close}>${t("publish.cancel")}</button>`}</p>
  </fieldset></form>`;
}
