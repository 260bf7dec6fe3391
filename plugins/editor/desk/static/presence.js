// Tells the server which item this window shows, and the screen which other windows show it too.

import { api, closedWindows } from "./client.js";

const INTERVAL = 5_000; // four times fit into `EXPIRY_SECONDS` of presence.py

/** Watch an item: `others` is called with the other windows that show it, `{ user, since, unsaved }` each. */
export function watchPresence(item, others) {
  let unsaved = false;
  let told = "[]";
  let timer = 0;
  let dead = [];

  async function tell() {
    clearTimeout(timer);
    const hidden = document.visibilityState === "hidden";
    const answer = await api.post("presence", { item, unsaved, hidden, dead, sent: Date.now() }).catch(() => null);
    if (answer) {
      dead = await closedWindows(answer.others.map((each) => each.window));
      show(answer.others.filter((each) => !dead.includes(each.window)));
    }
    if (timer === null) return;
    clearTimeout(timer);
    timer = setTimeout(tell, INTERVAL);
  }

  function show(found) {
    const key = JSON.stringify(found.map((each) => [each.window, each.user, each.since, each.unsaved]));
    if (timer === null || key === told) return;
    told = key;
    others(found);
  }

  function leave() {
    api.post("presence", { item, left: true, sent: Date.now() }, { keepalive: true }).catch(() => {});
  }

  addEventListener("pagehide", leave);
  addEventListener("pageshow", tell);
  document.addEventListener("visibilitychange", tell);
  tell();
  return {
    /** Tell whether something in the item is not saved. */
    setUnsaved(value) {
      if (value === unsaved) return;
      unsaved = value;
      tell();
    },
    stop() {
      clearTimeout(timer);
      timer = null;
      removeEventListener("pagehide", leave);
      removeEventListener("pageshow", tell);
      document.removeEventListener("visibilitychange", tell);
      leave();
    },
  };
}
