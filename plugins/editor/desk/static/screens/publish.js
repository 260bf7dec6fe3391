// Publishing: what will change for readers, step by step to the live site, and back to a kept release.

import { setTitle } from "../desk.js";
import { t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { Beside } from "../publish/beside.js";
import { Changes } from "../publish/changes.js";
import { preparedOf, useJob } from "../publish/job.js";
import { Releases } from "../publish/releases.js";
import { Steps, WaysOut } from "../publish/steps.js";
import { Target } from "../publish/target.js";

export default function Publish() {
  const job = useJob();
  const [answers, setAnswers] = useState({});
  useEffect(() => setTitle(t("publish.title")), []);
  if (!job.ready) return html`<h1>${t("publish.title")}</h1><p class="waiting">${t("desk.loading")}</p>`;
  const prepared = preparedOf(job.job);
  function prepare(more = {}) {
    setAnswers(more);
    return job.start("prepare", more);
  }
  const look = job.job ? "look-again" : "look";
  return html`<h1>${t("publish.title")}</h1>
    <${Beside} here="publish" />
    <${Target} job=${job} />
    ${job.settings.target && html`
      <p>${t("publish.lead")}</p>
      <p><button type="button" class=${prepared ? "" : "primary"} disabled=${job.running} onClick=${() => prepare()}>${t(`publish.${look}`)}</button></p>
      ${job.job && html`<${Steps} job=${job.job} stop=${job.stop} /><${WaysOut} job=${job.job} prepare=${prepare} />`}
      ${prepared && html`<${Changes} found=${prepared} publish=${(data) => job.start("publish", { ...answers, ...data })} />`}
      <${Releases} job=${job} />`}`;
}
