// Tells the server which item this window shows, and the screen which other windows show it too.

import { api } from "./client.js";

const INTERVAL = 15_000; // three times fit into `EXPIRY_SECONDS` of presence.py

/** Watch an item: `others` is called with the other windows that show it, `{ user, since, unsaved }` each. */
export function watchPresence(item, others) {
  let unsaved = false;
  let told = "[]";
  let timer = 0;

  async function tell() {
    clearTimeout(timer);
    const answer = await api.post("presence", { item, unsaved }).catch(() => null);
    if (timer === null) return;
    if (answer && JSON.stringify(answer.others) !== told) {
      told = JSON.stringify(answer.others);
      others(answer.others);
    }
    timer = setTimeout(tell, INTERVAL);
  }

  function leave() {
    api.post("presence", { item, left: true }, { keepalive: true }).catch(() => {});
  }

  function back() {
    if (document.visibilityState === "visible") tell();
  }

  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", back);
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
      document.removeEventListener("visibilitychange", back);
      leave();
    },
  };
}
