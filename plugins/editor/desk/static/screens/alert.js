// The alert on top of every page: put up, revised, put off, ended.

import { api, session } from "../client.js";
import { href, say, setTitle } from "../desk.js";
import { day, languageName, t } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { LookAndDo } from "../acts/effects.js";
import { Moment } from "../acts/fields.js";

const LEVELS = ["info", "warning", "urgent"];
const MOST = 160;

export default function Alert() {
  const [known, setKnown] = useState(null);
  const [failure, setFailure] = useState("");
  const load = () => api.get("acts/alert").then(setKnown, (error) => setFailure(error.message));
  useEffect(() => { setTitle(t("alert.title")); load(); }, []);
  if (failure) return html`<h1>${t("alert.title")}</h1><p class="notice error">${failure}</p>`;
  if (!known) return html`<h1>${t("alert.title")}</h1><p class="waiting">${t("desk.loading")}</p>`;
  function done() {
    say(t("acts.done"));
    load();
  }
  const key = `${known.place} ${known.starts} ${known.until} ${Object.values(known.texts).join(" ")}`;
  return html`<h1>${t("alert.title")}</h1>
    <${Now} known=${known} />
    <${Form} key=${key} known=${known} done=${done} />
    ${known.place !== "none" && html`<section class="act"><h2>${t("alert.end")}</h2><p>${t("alert.end-about")}</p>
      <${LookAndDo} key=${key} args=${{ act: "end-alert" }} ready danger label=${t("alert.do-end")} done=${done} /></section>`}
    <p><a href=${href("publish")}>${t("acts.publish")}</a></p>`;
}

function Now({ known }) {
  const until = known.until && { day: day(known.until.slice(0, 10)), time: known.until.slice(11) };
  const starts = known.starts && { day: day(known.starts.slice(0, 10)), time: known.starts.slice(11) };
  return html`<div class=${known.ends_soon ? "notice error" : "notice"}>
    <p>${t(`alert.place-${known.place}`, known.place === "waiting" ? starts : until || {})}</p>
    ${known.ends_soon && html`<p><strong>${t("alert.ends-soon")}</strong></p>`}
    ${Object.entries(known.texts).map(([code, text]) => html`<p key=${code} lang=${code}>${text}</p>`)}
  </div>`;
}

function Form({ known, done }) {
  const isRevised = known.place === "on" || known.place === "waiting";
  const [texts, setTexts] = useState(isRevised ? known.texts : {});
  const [level, setLevel] = useState(isRevised ? known.level : "warning");
  const [until, setUntil] = useState(isRevised ? known.until : "");
  const [starts, setStarts] = useState(isRevised ? known.starts : "");
  const [link, setLink] = useState(isRevised ? known.link : "");
  const [isNew, setNew] = useState(false);
  const args = {
    act: "alert", texts, level, link: link || (isRevised && known.link ? "-" : ""), new: isNew,
    until: until.replace("T", " "), starts: isNew ? "" : starts.replace("T", " "),
  };
  const ready = until.length === 16 && session.languages.every((code) => texts[code]?.trim());
  return html`<section class="act"><h2>${t(isRevised ? "alert.revise" : "alert.put-up")}</h2>
    <fieldset><legend>${t("alert.text")}</legend><p class="hint">${t("alert.text-hint", { n: MOST })}</p>
      ${session.languages.map((code) => html`<label key=${code}>${languageName(code)}
        <textarea rows="2" lang=${code} maxlength=${MOST} value=${texts[code] ?? ""} required
          onInput=${(event) => setTexts({ ...texts, [code]: event.target.value })}></textarea>
        <span class="hint">${t("alert.left", { n: MOST - (texts[code] ?? "").length })}</span></label>`)}
    </fieldset>
    <fieldset class="act-choice"><legend>${t("alert.level")}</legend>
      ${LEVELS.map((each) => html`<label key=${each} class="choice"><input type="radio" name="level" value=${each}
        checked=${each === level} onChange=${() => setLevel(each)} /> <span>${t(`alert.level-${each}`)}</span></label>`)}</fieldset>
    <div class="particulars">
      <${Moment} label=${t("alert.until")} value=${until} onChange=${setUntil} />
      <${Moment} label=${t("alert.starts")} value=${starts} onChange=${setStarts} required=${false} />
    </div>
    <label>${t("alert.link")}<input type="text" value=${link} autocapitalize="none" spellcheck=${false}
      placeholder="/news/…/" onInput=${(event) => setLink(event.target.value.trim())} /></label>
    <p class="hint">${t("alert.link-hint")}</p>
    ${isRevised && html`<label class="choice"><input type="checkbox" checked=${isNew} onChange=${() => setNew(!isNew)} />
      <span>${t("alert.another")} <span class="hint">${t("alert.another-hint")}</span></span></label>`}
    <${LookAndDo} args=${args} ready=${ready} label=${t(isRevised ? "alert.do-revise" : "alert.do-put-up")} done=${done} /></section>`;
}
