// What each act asks for. A form makes `args` for the server, and says whether they are ready.

import { languageName, t } from "../texts.js";
import { html, useState } from "../vendor.js";
import { LookAndDo } from "./effects.js";
import { Choice, FileText, Moment, TextInEach } from "./fields.js";

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const said = (texts) => Object.values(texts).some((text) => text.trim());

function codesOf(item) {
  return Object.keys(item.titles);
}

export function Mend({ item, done }) {
  const [kind, setKind] = useState("");
  const [texts, setTexts] = useState({});
  const [was, setWas] = useState({});
  const [files, setFiles] = useState({});
  const codes = codesOf(item);
  const ready = kind === "typo" || (kind === "change" && said(texts)) || (kind === "correction" && said(texts) && said(was));
  return html`
    <${Choice} legend=${t("acts.kind")} name="kind" choices=${["typo", "change", "correction"]} value=${kind} onChange=${setKind} />
    ${kind === "correction" && html`<${TextInEach} legend=${t("acts.was")} hint=${t("acts.was-hint")} codes=${codes} values=${was} onChange=${setWas} />`}
    ${kind && kind !== "typo" && html`<${TextInEach} legend=${t(`acts.${kind}-text`)} hint=${t("acts.text-hint")} codes=${codes} values=${texts} onChange=${setTexts} />`}
    ${kind && html`<fieldset><legend>${t("acts.texts")}</legend><p class="hint">${t(`acts.texts-${kind}`)}</p>
      ${codes.map((code) => html`<${FileText} key=${code} bundle=${item.bundle} code=${code} files=${files} onChange=${setFiles} open=${false} />`)}
    </fieldset>
    <${LookAndDo} args=${{ act: kind, bundle: item.bundle, texts, was, files }} ready=${ready} needs=${t("acts.needs-one")} label=${t(`acts.do-${kind}`)} done=${done} />`}`;
}

export function Hold({ item, done }) {
  const [texts, setTexts] = useState({});
  return html`<${TextInEach} legend=${t("acts.hold-text")} hint=${t("acts.hold-hint")} codes=${codesOf(item)} values=${texts} onChange=${setTexts} />
    <${LookAndDo} args=${{ act: "hold", bundle: item.bundle, texts }} ready label=${t("acts.do-hold")} done=${done} />`;
}

export function EndHold({ item, done }) {
  const [outcome, setOutcome] = useState("");
  const [texts, setTexts] = useState({});
  const [was, setWas] = useState({});
  const codes = codesOf(item);
  const ready = outcome === "confirmed" || (said(texts) && (outcome !== "corrected" || said(was)));
  return html`
    <${Choice} legend=${t("acts.outcome")} name="outcome" choices=${["confirmed", "corrected", "withdrawn"]} value=${outcome} onChange=${setOutcome} />
    ${outcome === "corrected" && html`<${TextInEach} legend=${t("acts.was")} hint=${t("acts.was-hint")} codes=${codes} values=${was} onChange=${setWas} />`}
    ${outcome && html`<${TextInEach} legend=${t(`acts.${outcome}-text`)} hint=${t(`acts.${outcome}-hint`)} codes=${codes} values=${texts} onChange=${setTexts} />
    <${LookAndDo} args=${{ act: "end-hold", bundle: item.bundle, outcome, texts, was }} ready=${ready} needs=${t("acts.needs-one")} label=${t("acts.do-end-hold")} done=${done} />`}`;
}

export function Withdraw({ item, items, done }) {
  const [why, setWhy] = useState("");
  const [texts, setTexts] = useState({});
  const [target, setTarget] = useState("");
  const ready = why === "merged" ? target : said(texts);
  return html`
    <${Choice} legend=${t("acts.why")} name="why" choices=${["outdated", "wrong", "merged"]} value=${why} onChange=${setWhy} />
    ${why === "merged" && html`<label>${t("acts.target")}
      <select value=${target} onChange=${(event) => setTarget(event.target.value)} required>
        <option value="">${t("acts.choose")}</option>
        ${others(items, item).map(([bundle, title]) => html`<option key=${bundle} value=${bundle}>${title}</option>`)}
      </select></label>`}
    ${why && html`<${TextInEach} legend=${t("acts.reason")} hint=${t(`acts.reason-${why}`)} codes=${codesOf(item)} values=${texts} onChange=${setTexts} />
    <${LookAndDo} args=${{ act: "withdraw", bundle: item.bundle, why, texts, target }} ready=${ready} danger
      needs=${t(why === "merged" ? "acts.needs-target" : "acts.needs-one")}
      label=${t("acts.do-withdraw")} done=${done} />`}`;
}

function others(items, item) {
  const language = document.documentElement.lang;
  const same = items.filter((each) => each.bundle !== item.bundle && each.state === "published");
  const titled = same.map((each) => [each.bundle, (each.versions[language] ?? Object.values(each.versions)[0]).title]);
  return titled.sort((one, other) => one[1].localeCompare(other[1], language));
}

export function Restore({ item, done }) {
  return html`<p>${t("acts.restore-about")}</p>
    <${LookAndDo} args=${{ act: "restore", bundle: item.bundle }} ready label=${t("acts.do-restore")} done=${done} />`;
}

export function Schedule({ item, done }) {
  const [at, setAt] = useState(item.moment.slice(0, 16));
  return html`<${Moment} label=${t("acts.at")} value=${at} onChange=${setAt} />
    <p class="hint">${item.section === "news" && at.length === 16
      ? t("acts.at-news", { address: `news/${at.slice(0, 10)}-${item.bundle.slice(item.address_start.length)}` }) : t("acts.at-hint")}</p>
    <${LookAndDo} args=${{ act: "schedule", bundle: item.bundle, at: at.replace("T", " ") }} ready=${at.length === 16}
      label=${t("acts.do-schedule")} done=${done} />`;
}

export function Unschedule({ item, done }) {
  return html`<p>${t("acts.unschedule-about")}</p>
    <${LookAndDo} args=${{ act: "unschedule", bundle: item.bundle }} ready label=${t("acts.do-unschedule")} done=${done} />`;
}

export function Move({ item, done }) {
  const [name, setName] = useState(item.bundle.slice(item.address_start.length));
  const isOther = item.address_start + name !== item.bundle;
  return html`<label>${t("acts.new-address")} <code class="hint">…/${item.address_start}</code>
      <input type="text" value=${name} pattern="[a-z0-9]+(-[a-z0-9]+)*" maxlength="60" required autocomplete="off"
        autocapitalize="none" spellcheck="false" onInput=${(event) => setName(event.target.value)} />
      <span class="hint">${t("acts.new-address-hint")}</span></label>
    <${LookAndDo} args=${{ act: "move", bundle: item.bundle, target: name }} ready=${isOther && SLUG.test(name)} needs=${t("acts.needs-address")}
      label=${t("acts.do-move")} done=${done} />`;
}

export function Delete({ item, done }) {
  return html`<p>${t("acts.delete-about")}</p>
    <${LookAndDo} args=${{ act: "delete", bundle: item.bundle }} ready danger label=${t("acts.do-delete")} done=${done} />`;
}

/** The languages in which an item is not on the site. */
export function missingIn(codes) {
  return codes.map((code) => languageName(code)).join(", ");
}
