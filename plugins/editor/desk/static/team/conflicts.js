// Files that two people changed at the same places: both versions side by side, and what will stay of each.

import { t } from "../texts.js";
import { html, useState } from "../vendor.js";

const KEEP = { ours: "team.take-ours", theirs: "team.take-theirs", both: "team.take-both", written: "team.write" };

/** The conflicts of a merge; `finish` is given the decisions when every place is decided. */
export function Conflicts({ merge, finish, later }) {
  const [chosen, setChosen] = useState({});
  const choose = (place, choice) => setChosen({ ...chosen, [place]: choice });
  const open = merge.conflicts.flatMap((conflict) => placesOf(conflict)).filter((place) => !chosen[place]).length;
  function submit(event) {
    event.preventDefault();
    finish(merge.conflicts.map((conflict) => decisionOf(conflict, chosen)));
  }
  return html`<form class="conflicts" onSubmit=${submit}><h2>${t("team.conflicts")}</h2>
    <p>${t("team.conflicts-help")}</p>
    ${merge.conflicts.map((conflict) => html`<section class="conflict" key=${conflict.path}><h3>${conflict.path}</h3>
      ${conflict.segments.length
        ? conflict.segments.map((segment, number) => segment.is_conflict
          ? html`<${Place} key=${number} segment=${segment} name=${placeName(conflict, number)} chosen=${chosen} choose=${choose} />`
          : html`<details key=${number}><summary>${t("team.same")}</summary><pre>${segment.same}</pre></details>`)
        : html`<${Whole} conflict=${conflict} chosen=${chosen} choose=${choose} />`}
    </section>`)}
    <p role="status">${open > 0 && t("team.undecided", { count: open })}</p>
    <p class="acts"><button type="submit" class="primary" disabled=${open > 0}>${t("team.done")}</button>
      <button type="button" class="quiet" onClick=${later}>${t("team.later")}</button></p>
  </form>`;
}

function Place({ segment, name, chosen, choose }) {
  const choice = chosen[name];
  const texts = { ours: segment.ours, theirs: segment.theirs, both: joined(segment), written: joined(segment) };
  return html`<div role="group" aria-label=${name}>
    <div class="sides">
      ${["ours", "theirs"].map((side) => html`<div key=${side} class=${`side ${isTaken(choice, side) ? "chosen" : ""}`}>
        <h4>${t(`team.${side}`)}</h4><pre>${segment[side]}</pre></div>`)}
    </div>
    ${segment.before && html`<details><summary>${t("team.before")}</summary><pre>${segment.before}</pre></details>`}
    <p class="acts">${Object.entries(KEEP).map(([kind, label]) => html`<button type="button" key=${kind}
      aria-pressed=${choice?.kind === kind} class=${choice?.kind === kind ? "primary" : ""}
      onClick=${() => choose(name, { kind, text: texts[kind] })}>${t(label)}</button>`)}</p>
    ${choice?.kind === "written" && html`<label>${t("team.written")}
      <textarea rows="6" value=${choice.text} onInput=${(event) => choose(name, { kind: "written", text: event.target.value })}></textarea></label>`}
  </div>`;
}

function Whole({ conflict, chosen, choose }) {
  const choice = chosen[conflict.path]?.kind;
  const state = !conflict.ours_exists ? "team.ours-gone" : !conflict.theirs_exists ? "team.theirs-gone" : "team.whole";
  return html`<p>${t(state)}</p>
    <p class="acts">${["ours", "theirs"].map((side) => html`<button type="button" key=${side} aria-pressed=${choice === side}
      class=${choice === side ? "primary" : ""} onClick=${() => choose(conflict.path, { kind: side })}>${t(`team.keep-${side}`)}</button>`)}</p>`;
}

function isTaken(choice, side) {
  return choice?.kind === side || choice?.kind === "both";
}

function joined({ ours, theirs }) {
  const gap = ours && !ours.endsWith("\n") ? "\n" : "";
  return ours + gap + theirs;
}

function placeName(conflict, number) {
  return `${conflict.path} ${number}`;
}

function placesOf(conflict) {
  if (!conflict.segments.length) return [conflict.path];
  return conflict.segments.map((segment, number) => segment.is_conflict && placeName(conflict, number)).filter(Boolean);
}

function decisionOf(conflict, chosen) {
  if (!conflict.segments.length) return { path: conflict.path, side: chosen[conflict.path].kind };
  const parts = conflict.segments.map((segment, number) => segment.is_conflict
    ? withLineEnd(chosen[placeName(conflict, number)].text, segment) : segment.same);
  return { path: conflict.path, text: parts.join("") };
}

/** What was typed anew ends its last line as the versions do, so that the next part begins on its own. */
function withLineEnd(text, { ours, theirs }) {
  const ends = ours.endsWith("\n") || theirs.endsWith("\n");
  return ends && text && !text.endsWith("\n") ? `${text}\n` : text;
}
