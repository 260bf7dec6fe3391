// An item's acts: mend, hold, withdraw, schedule. Each asks first what kind it is, then shows what will be seen.

import { api } from "../client.js";
import { go, href, say, setTitle } from "../desk.js";
import { forgetDrafts, moveDrafts } from "../draft_store.js";
import { day, t, time } from "../texts.js";
import { html, useEffect, useState } from "../vendor.js";
import { Delete, EndHold, Hold, Mend, Move, Restore, Schedule, Unschedule, Withdraw, missingIn } from "../acts/forms.js";

const FORMS = {
  mend: Mend, hold: Hold, "end-hold": EndHold, withdraw: Withdraw,
  restore: Restore, schedule: Schedule, unschedule: Unschedule, move: Move, delete: Delete,
};

export default function Acts({ path, query }) {
  const [item, setItem] = useState(null);
  const [items, setItems] = useState([]);
  const [failure, setFailure] = useState("");
  const load = () => api.get("acts", { bundle: path }).then(setItem, (error) => setFailure(error.message));
  useEffect(() => {
    setItem(null);
    load();
    api.get("items").then((list) => setItems(list.items), (error) => say(error.message, "error"));
  }, [path]);
  useEffect(() => setTitle(item ? titleOf(item) : t("acts.title")), [item]);
  if (failure) return html`<h1>${t("acts.title")}</h1><p class="notice error">${failure}</p>`;
  if (!item) return html`<h1>${t("acts.title")}</h1><p class="waiting">${t("desk.loading")}</p>`;
  const act = item.possible.includes(query.act) ? query.act : "";
  const Form = FORMS[act];

  async function done(answer) {
    if (act === "delete") {
      await forgetDrafts(path);
      say(t("acts.deleted", { title: titleOf(item) }));
      return go("");
    }
    if (answer.bundle !== path) await moveDrafts(path, answer.bundle);
    say(t("acts.done"));
    go(`acts/${answer.bundle}`);
    if (answer.bundle === path) load();
  }

  return html`<h1>${titleOf(item)}</h1>
    <p class="hint">${stateInWords(item)} <a href=${href(`item/${item.bundle}`)}>${t("acts.to-item")}</a></p>
    <${Failed} item=${item} />
    <nav class="acts" aria-label=${t("acts.choose-act")}>${item.possible.map((each) => html`<a key=${each} class="button"
      href=${href(`acts/${item.bundle}`, { act: each })} aria-current=${each === act ? "true" : undefined}>${t(`acts.act-${each}`)}</a>`)}</nav>
    ${act ? html`<section class="act" aria-label=${t(`acts.act-${act}`)}><h2>${t(`acts.act-${act}`)}</h2>
      <p>${t(`acts.about-${act}`)}</p>
      <${Form} key=${`${act} ${item.status}`} item=${item} items=${items} done=${done} /></section>`
      : html`<p>${t("acts.lead")} <a href=${href("publish")}>${t("acts.publish")}</a></p>`}`;
}

function titleOf(item) {
  return item.titles[document.documentElement.lang] ?? Object.values(item.titles)[0] ?? item.bundle;
}

function stateInWords(item) {
  const at = item.moment && { day: day(item.moment), time: time(item.moment) };
  if (item.scheduled?.place === "waiting") return t("acts.is-scheduled", at);
  if (item.unpublished && item.status === "published") return t("acts.is-ready");
  const since = item.since && t("acts.since", { day: day(item.since.slice(0, 10)), time: item.since.slice(11) });
  return `${t(`acts.is-${item.status}`)}${since ? ` ${since}` : ""}.`;
}

function Failed({ item }) {
  const [looked, setLooked] = useState("");
  const scheduled = item.scheduled;
  if (!scheduled || scheduled.place === "waiting") return null;
  async function look() {
    try {
      const found = await api.post("acts/live");
      const missing = found.failed.find((each) => each.bundle === item.bundle);
      setLooked(missing ? t("acts.live-missing", { url: found.url, languages: missingIn(missing.languages) }) : t("acts.live-there", { url: found.url }));
    } catch (error) {
      setLooked(error.message);
    }
  }
  const values = { day: day(scheduled.moment), time: time(scheduled.moment), languages: missingIn(scheduled.languages) };
  return html`<div class="notice error"><p><strong>${t(`acts.place-${scheduled.place}`, values)}</strong></p>
    <p>${t("acts.ways-out")}</p>
    <ul>
      <li><a href=${href("publish")}>${t("acts.way-publish")}</a></li>
      <li><a href=${href(`acts/${item.bundle}`, { act: "schedule" })}>${t("acts.way-later")}</a></li>
      <li><a href=${href(`acts/${item.bundle}`, { act: "unschedule" })}>${t("acts.way-draft")}</a></li>
    </ul>
    <p><button type="button" onClick=${look}>${t("acts.look-live")}</button></p>
    <p role="status">${looked}</p></div>`;
}
