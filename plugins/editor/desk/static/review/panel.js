// The second pair of eyes at one item: wishes, who has looked, and a preview to send.

import { api, currentLanguage } from "../client.js";
import { say } from "../desk.js";
import { day, t } from "../texts.js";
import { html, useEffect, useId, useState } from "../vendor.js";

export function ReviewPanel({ bundle, open = false }) {
  const [found, setFound] = useState(null);
  const [note, setNote] = useState("");
  useEffect(() => {
    setFound(null);
    api.get("reviews", { bundle }).then(setFound, (error) => say(error.message, "error"));
  }, [bundle]);
  if (!found) return null;
  async function act(path, data, words) {
    try {
      setFound(await api.post(path, { bundle, ...data }));
      setNote("");
      say(words);
    } catch (error) {
      say(error.message, "error");
    }
  }
  const ask = (kind) => act("reviews/ask", { act: kind, note }, t("review.asked"));
  const waits = found.wishes.length > 0 || found.alone;
  return html`<details class="review-panel" open=${open || waits}><summary>${t("review.title")}</summary>
    <${State} state=${found} />
    <label>${t("review.note")}
      <input type="text" maxlength="500" value=${note} onInput=${(event) => setNote(event.target.value)} /></label>
    <p class="acts"><button type="button" onClick=${() => ask("review")}>${t("review.ask-review")}</button>
      <button type="button" onClick=${() => ask("fact-check")}>${t("review.ask-fact-check")}</button></p>
    <${Looked} found=${found} confirm=${(by) => act("reviews/looked", { by, note }, t("review.confirmed", { by }))} />
    <${Preview} bundle=${bundle} note=${note} />
  </details>`;
}

/** What is open at an item, in sentences. */
export function State({ state }) {
  const said = (key, record) => t(`review.${key}`, { by: record.by, day: day(record.at), note: record.note });
  return html`<ul>
    ${state.wishes.map((wish, number) => html`<li key=${number}>${said(`wish-${wish.act}`, wish)}${wish.note && `: ${wish.note}`}</li>`)}
    ${state.alone && html`<li>${said("alone", state.alone)}</li>`}
    ${state.looked && html`<li>${said(state.isCurrent ? "seen" : "seen-before", state.looked)}</li>`}
  </ul>`;
}

function Looked({ found, confirm }) {
  const [by, setBy] = useState(found.mayLook ? found.user : "");
  const help = useId();
  function submit(event) {
    event.preventDefault();
    confirm(by);
  }
  return html`<form onSubmit=${submit}><label>${t("review.who")}
      <input type="text" maxlength="100" required value=${by} aria-describedby=${help} onInput=${(event) => setBy(event.target.value)} /></label>
    <p id=${help} class="hint">${t("review.who-help")}</p>
    <p><button type="submit">${t("review.confirm")}</button></p></form>`;
}

function Preview({ bundle, note }) {
  const query = new URLSearchParams({ bundle, note, lang: currentLanguage() });
  const [busy, setBusy] = useState(false);
  async function download() {
    setBusy(true);
    try {
      const answer = await fetch(`/desk/api/preview.zip?${query}`, { cache: "no-store" });
      if (!answer.ok) throw new Error((await answer.json()).error);
      save(await answer.blob(), `${bundle.split("/").at(-1)}.zip`);
    } catch (error) {
      say(error.message, "error");
    }
    setBusy(false);
  }
  return html`<p><strong>${t("review.preview")}</strong></p><p class="hint">${t("review.preview-help")}</p>
    <p><button type="button" disabled=${busy} onClick=${download}>${t("review.preview-download")}</button></p>`;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
