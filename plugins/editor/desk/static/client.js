// Requests to the desk's server: the session with its token, the editor's language, this window's name.

const API = "/desk/api/";
const LANGUAGE = "desk-language";
const WINDOWS = "desk-windows";
const MAX_WINDOWS = 100;

/** A refusal: its sentence for the editor, the HTTP status (0 if there was no answer), and what came with it. */
export class ApiError extends Error {
  constructor(sentence, status, answer = {}) {
    super(sentence);
    this.status = status;
    this.answer = answer;
  }
}

/** What the server has told about the site and the editor; filled by `openSession`. */
export const session = {};

const client = { language: "", offline: "", windowId: "" };

/** The languages that the editor would like, the first one most. */
export function wantedLanguages() {
  const kept = localStorage.getItem(LANGUAGE);
  return [...(kept ? [kept] : []), ...navigator.languages.map((code) => code.split("-")[0])];
}

export function rememberLanguage(code) {
  localStorage.setItem(LANGUAGE, code);
}

export function useLanguage(code, offline) {
  client.language = code;
  client.offline = offline;
}

export function currentLanguage() {
  return client.language;
}

async function request(path, options) {
  const headers = { "X-Desk-Language": client.language, "X-Desk-Window": client.windowId, ...options.headers };
  let response;
  try {
    response = await fetch(API + path, { cache: "no-store", credentials: "same-origin", ...options, headers });
  } catch {
    throw new ApiError(client.offline, 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.error ?? response.statusText, response.status, answer);
  return answer;
}

function send(path, body, type, options) {
  const headers = { "Content-Type": type, "X-Desk-Token": session.token };
  return request(path, { method: "POST", body, headers, ...options });
}

export const api = {
  /** The address of what a reading request answers, for a picture. */
  address(path, query) {
    return `${API}${path}?${new URLSearchParams(query)}`;
  },
  /** The answer to a reading request: `api.get("file", { path })`. */
  get(path, query = {}) {
    const words = new URLSearchParams(query).toString();
    return request(words ? `${path}?${words}` : path, {});
  },
  /** The answer to a change: `api.post("file", { path, text, hash })`. */
  post(path, data = {}, options = {}) {
    return send(path, JSON.stringify(data), "application/json", options);
  },
  /** The answer to bytes that are sent: `api.upload("pictures", file, { path })`. */
  upload(path, bytes, query = {}) {
    return send(`${path}?${new URLSearchParams(query)}`, bytes, "application/octet-stream", {});
  },
};

/** Fill `session`; raises `ApiError` with 401 if this browser was not opened with the desk's address. */
export async function openSession() {
  client.windowId ||= await claimWindowId();
  Object.assign(session, await api.get("session"));
  return session;
}

/** A name for this window that stays when it is reloaded, and that no copy of it has. */
async function claimWindowId() {
  const known = sessionStorage.getItem("desk-window");
  const id = known && (await isOurs(known)) ? known : crypto.getRandomValues(new Uint32Array(2)).join("-");
  if (id !== known) await isOurs(id);
  sessionStorage.setItem("desk-window", id);
  localStorage.setItem(WINDOWS, JSON.stringify([id, ...ownWindows().filter((each) => each !== id)].slice(0, MAX_WINDOWS)));
  return id;
}

/** The windows that this browser has opened. */
function ownWindows() {
  try {
    return JSON.parse(localStorage.getItem(WINDOWS)) ?? [];
  } catch {
    return [];
  }
}

/** Those of the windows that were this browser's and are closed, or have crashed: nobody holds their names. */
export async function closedWindows(ids) {
  const own = ids.filter((id) => ownWindows().includes(id));
  if (!own.length || !navigator.locks) return [];
  const { held } = await navigator.locks.query();
  return own.filter((id) => !held.some((lock) => lock.name === lockName(id)));
}

function lockName(id) {
  return `desk-window-${id}`;
}

/** Whether no other window holds the name; this one holds it from now on. */
function isOurs(id) {
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    navigator.locks.request(lockName(id), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}
