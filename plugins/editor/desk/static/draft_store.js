// What was typed and not saved yet, kept in this browser until it is: by the site and the file's path.
//
// IndexedDB holds it and has it on the disk; a page that is being closed has no time for that and uses
// localStorage, which answers at once.

import { session } from "./client.js";

/** Ends the name of a draft that is the text of a file of the site: a set of figures has drafts of its own. */
export const TEXT_DRAFT = "#text";
const STORE = "drafts";
const DELAY = 250;
const pending = new Map();
let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("desk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function run(mode, work) {
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  const asked = work(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function key(path) {
  return `desk-draft ${session.workspace} ${path}`;
}

/** Keep a draft: `{ text, hash }` with the hash of the file that it was typed over; `at` is now unless it has one. */
export function keepDraft(path, draft) {
  const kept = { at: Date.now(), ...draft, path };
  clearTimeout(pending.get(path)?.timer);
  pending.set(path, { kept, timer: setTimeout(() => flush(path), DELAY) });
}

async function flush(path) {
  const { kept } = pending.get(path) ?? {};
  if (!kept) return;
  try {
    await run("readwrite", (store) => store.put(kept, key(path)));
    if (pending.get(path)?.kept === kept) pending.delete(path);
    localStorage.removeItem(key(path));
  } catch {
    rescue(path); // a private window may have no database
  }
}

function rescue(path) {
  const { kept } = pending.get(path) ?? {};
  if (kept) localStorage.setItem(key(path), JSON.stringify(kept));
}

addEventListener("pagehide", () => {
  for (const path of pending.keys()) rescue(path);
});

/** The draft of a file, with `at` (ms since 1970); null if there is none. */
export async function loadDraft(path) {
  const stored = await run("readonly", (store) => store.get(key(path))).catch(() => null);
  const rescued = JSON.parse(localStorage.getItem(key(path)) ?? "null");
  const found = [stored, rescued, pending.get(path)?.kept].filter(Boolean);
  return found.sort((one, other) => other.at - one.at)[0] ?? null;
}

/** Forget the draft of a file: it is saved, or not wanted. */
export async function forgetDraft(path) {
  clearTimeout(pending.get(path)?.timer);
  pending.delete(path);
  localStorage.removeItem(key(path));
  await run("readwrite", (store) => store.delete(key(path))).catch(() => {});
}

/** Have the drafts of a folder's files follow it to its new name. */
export async function moveDrafts(folder, target) {
  for (const draft of await allDrafts()) {
    if (!draft.path.startsWith(`${folder}/`)) continue;
    const path = target + draft.path.slice(folder.length);
    keepDraft(path, draft);
    await flush(path);
    await forgetDraft(draft.path);
  }
}

/** Forget the drafts of a folder's files: the folder was deleted. */
export async function forgetDrafts(folder) {
  for (const { path } of await allDrafts()) if (path.startsWith(`${folder}/`)) await forgetDraft(path);
}

/** The drafts of all files of this site, the newest first. */
export async function allDrafts() {
  const start = key("");
  const rescued = Object.keys(localStorage)
    .filter((name) => name.startsWith(start))
    .map((name) => JSON.parse(localStorage.getItem(name)));
  const stored = await run("readonly", (store) =>
    store.getAll(IDBKeyRange.bound(start, `${start}\uffff`))).catch(() => []);
  const newest = new Map();
  for (const draft of [...stored, ...rescued]) {
    if (draft.at > (newest.get(draft.path)?.at ?? 0)) newest.set(draft.path, draft);
  }
  return [...newest.values()].sort((one, other) => other.at - one.at);
}
