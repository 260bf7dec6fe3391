// The releases that the target keeps, and the way back to one of them.

import { api } from "../client.js";
import { day, t, time } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";

export function Releases({ job }) {
  const [found, setFound] = useState(null);
  const [failure, setFailure] = useState("");
  const [chosen, setChosen] = useState(0);
  const load = () => {
    setFailure("");
    api.get("publish/releases").then((answer) => setFound(answer.releases), (error) => setFailure(error.message));
  };
  useEffect(() => {
    if (found && !job.running) load();
  }, [job.running]);
  function back() {
    setChosen(0);
    job.start("roll-back", { release: chosen });
    scrollTo(0, 0);
  }
  return html`<section class="releases"><h2>${t("publish.releases")}</h2>
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    ${!found && html`<button type="button" onClick=${load}>${t("publish.releases-load")}</button>`}
    ${found && !found.length && html`<p>${t("publish.releases-none")}</p>`}
    ${found?.length > 0 && html`<ol>${found.map((release) => html`<li key=${release.number}>
      <${Release} release=${release} chosen=${chosen === release.number} choose=${setChosen} back=${back} busy=${job.running} /></li>`)}</ol>`}
  </section>`;
}

function Release({ release, chosen, choose, back, busy }) {
  const moment = `${day(release.moment)}, ${time(release.moment)}`;
  const state = release.isLive ? "live" : release.isHeld ? "taken-back" : "";
  return html`<p><strong>${t("publish.release", { number: release.number })}</strong>
      ${state && html` <span class=${`outcome ${state}`}>${t(`publish.${state}`)}</span>`}
      <span class="note"> ${t("publish.release-by", { ...release, moment })}</span></p>
    ${!release.isLive && !chosen && html`<button type="button" disabled=${busy} onClick=${() => choose(release.number)}>${t("publish.go-back")}</button>`}
    ${chosen && html`<div class="notice" role="alert"><p>${t("publish.go-back-sure", { number: release.number })}</p>
      <button type="button" class="danger" onClick=${back}>${t("publish.yes-go-back")}</button>
      <button type="button" class="quiet" onClick=${() => choose(0)}>${t("publish.cancel")}</button></div>`}`;
}
