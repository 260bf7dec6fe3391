// The steps of a publishing with their outcome in words, and the problems of one that failed.

import { href } from "../desk.js";
import { t } from "../texts.js";
import { html } from "../vendor.js";
import { failureOf, stepsOf } from "./job.js";

export function Steps({ job, stop }) {
  return html`<section class="steps" aria-label=${t("publish.steps")} aria-busy=${job.running}>
    <ol>${stepsOf(job).map((found) => html`<${Step} key=${found.step} ...${found} />`)}</ol>
    <div role="status">${job.running && html`<p class="waiting">${job.waiting || t("publish.working")}</p>`}</div>
    ${job.running && html`<button type="button" onClick=${stop}>${t("publish.stop")}</button>`}
  </section>`;
}

function Step({ step, last, progress, lines }) {
  const state = last.state === "progress" || last.state === "line" ? "running" : last.state;
  const told = lines.filter((event) => event.state === "line");
  return html`<li class=${`step ${state}`}>
    <p class="heading"><strong>${t(`publish.step-${step}`)}</strong> <span class="outcome">${t(`publish.state-${state}`)}</span></p>
    ${lines.filter((event) => event.state === "warning").map((event, number) => html`<p key=${number} class="note">${event.text}</p>`)}
    ${told.length > 0 && html`<details><summary>${t("publish.details")}</summary>
      ${told.map((event, number) => html`<p key=${number} class="note">${event.text}</p>`)}</details>`}
    ${progress && state === "running" && html`<progress max=${progress[1]} value=${progress[0]}
      aria-label=${t(`publish.step-${step}`)}></progress>`}
    ${last.text && html`<p class=${state === "failed" ? "error" : ""} role=${state === "failed" ? "alert" : undefined}>${last.text}</p>`}
    ${state === "failed" && Array.isArray(last.data) && html`<${Problems} problems=${last.data} />`}
    ${last.code === "conflicts" && html`<p><a href=${href("team")}>${t("team.title")}</a></p>`}
  </li>`;
}

function Problems({ problems }) {
  return html`<ul class="problems">${problems.map((problem, number) => html`<li key=${number}>
    <${Place} problem=${problem} /> ${problem.message}</li>`)}</ul>`;
}

function Place({ problem }) {
  const path = problem.path.replace(/^[^/]*\//, "");
  const [, bundle, language] = path.match(/^(.+)\/([a-z-]+)\.md$/) ?? [];
  const words = `${path}:${problem.line}`;
  return bundle ? html`<a href=${href(`item/${bundle}`, { language, line: problem.line })}>${words}</a>` : html`<code>${words}</code>`;
}

/** What an editor can do about a failure: leave broken items as they were, or publish what looks like an accident. */
export function WaysOut({ job, prepare }) {
  const code = failureOf(job)?.code ?? "";
  if (job.running) return null;
  if (code === "content") {
    return html`<button type="button" onClick=${() => prepare({ skipBroken: true })}>${t("publish.publish-rest")}</button>`;
  }
  if (code.startsWith("release-suspicious")) {
    return html`<button type="button" class="danger" onClick=${() => prepare({ force: true })}>${t("publish.publish-all-the-same")}</button>`;
  }
  return null;
}
