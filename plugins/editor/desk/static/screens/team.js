// Git in an editor's words: what is kept in the history, what colleagues sent, and conflicts to decide.

import { api } from "../client.js";
import { href, say, setTitle } from "../desk.js";
import { Beside } from "../publish/beside.js";
import { Conflicts } from "../team/conflicts.js";
import { day, t, time } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";

export default function Team() {
  const [found, setFound] = useState(null);
  const [failure, setFailure] = useState("");
  const [merge, setMerge] = useState(null);
  const [busy, setBusy] = useState(false);
  const load = () => api.get("git").then(setFound, (error) => setFailure(error.message));
  useEffect(() => {
    setTitle(t("team.title"));
    load();
  }, []);
  async function act(path, data, words) {
    setBusy(true);
    setFailure("");
    try {
      const answer = await api.post(path, data);
      setMerge(answer.merge ?? null);
      if (!answer.merge) say(t(words, { count: answer.committed ?? 0 }));
    } catch (error) {
      setFailure(error.message);
    }
    setBusy(false);
    await load();
  }
  const finish = (decisions) => act("git/decide", { ours: merge.ours, theirs: merge.theirs, decisions }, "team.merged");
  return html`<h1>${t("team.title")}</h1><${Beside} here="team" />
    ${failure && html`<p class="notice error" role="alert">${failure}</p>`}
    ${!found && !failure && html`<p class="waiting" role="status">${t("team.reading")}</p>`}
    ${found?.sentence && html`<p class="notice">${found.sentence}</p>`}
    ${merge && html`<${Conflicts} merge=${merge} finish=${finish} later=${() => setMerge(null)} />`}
    ${found && !merge && (found.state.branch || found.state.commits.length > 0)
      && html`<${Checkout} found=${found} act=${act} busy=${busy} />`}`;
}

function Checkout({ found, act, busy }) {
  const { state } = found;
  const [message, setMessage] = useState("");
  const values = { branch: state.branch, upstream: state.upstream };
  return html`
    ${!found.used && html`<p class="notice">${t("team.off")}</p>`}
    <p>${t(state.upstream ? "team.branch" : "team.branch-alone", values)}${
      state.upstream && html` ${t("team.state", state)}`}</p>
    <h2>${t(state.changed.length ? "team.changed" : "team.changed-none")}</h2>
    <ul class="files">${state.changed.map((file) => html`<li key=${file.path}><${File} file=${file} /></li>`)}</ul>
    ${state.changed.length > 0 && html`<label>${t("team.message")}
      <input type="text" maxlength="200" value=${message} onInput=${(event) => setMessage(event.target.value)} /></label>`}
    <p class="acts" aria-busy=${busy}>
      <button type="button" disabled=${busy || !state.changed.length} onClick=${() => act("git/save", { message }, "team.saved")}>${t("team.save")}</button>
      ${state.upstream && html`<button type="button" disabled=${busy} onClick=${() => act("git/fetch", { message }, "team.fetched")}>${t("team.fetch")}</button>
        <button type="button" class="primary" disabled=${busy} onClick=${() => act("git/share", { message }, "team.shared")}>${t("team.share")}</button>`}
    </p>
    <p role="status" class=${busy ? "waiting" : ""}>${busy && t("team.working")}</p>
    <h2>${t("team.commits")}</h2>
    <ol class="commits">${state.commits.map((commit) => html`<li key=${commit.name}>${commit.subject}
      <span class="note"> ${commit.author}, <time datetime=${commit.moment}>${day(commit.moment)}, ${time(commit.moment)}</time></span></li>`)}</ol>`;
}

function File({ file }) {
  const bundle = file.path.match(/^(.+)\/[a-z-]+\.md$/)?.[1];
  return html`${bundle && file.state !== "deleted" ? html`<a href=${href(`item/${bundle}`)}>${file.path}</a>` : file.path}
    <span class="note"> ${[t(`team.file-${file.state}`), ...file.editors].join(", ")}</span>`;
}
