// The desk's frame: the session, the top bar, the screen of the address, and messages.

import { ApiError, api, openSession, rememberLanguage, session, useLanguage, wantedLanguages } from "./client.js";
import { hasText, languageName, t, useTexts } from "./texts.js";
import { html, render, useEffect, useRef, useState } from "./vendor.js";

const NAVIGATION = ["list", "new", "figures", "site", "alert", "publish", "help"];
const HOME = "list";
/** The part of the desk that a screen without one of its own belongs to. */
const PARENTS = { item: "list", acts: "list", review: "publish", team: "publish" };
const MESSAGE_MS = 8000;

/** Where a screen is: `href("item/news/x", { language: "ru" })`; the list is `href("")`. */
export function href(path, query = {}) {
  const words = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/${path}${words ? `?${words}` : ""}`;
}

/** Go to a screen; with `replace` the way back leads past the present one. */
export function go(path, query = {}, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", href(path, query));
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = href(path, query);
  }
}

/** Say something in passing, also to a screen reader: `say(text)`, or `say(text, "error")`. */
export function say(text, kind = "note") {
  dispatchEvent(new CustomEvent("desk-message", { detail: { text, kind } }));
}

/** Have the chosen link of a strip in sight, which scrolls sideways on a phone. */
export function showCurrent(strip) {
  const chosen = strip.querySelector("[aria-current]");
  if (chosen) strip.scrollLeft = chosen.offsetLeft - strip.offsetLeft - (strip.clientWidth - chosen.offsetWidth) / 2;
}

/** Set the title of the window. */
export function setTitle(title) {
  document.title = title ? `${title} – ${t("desk.name")}` : t("desk.name");
}

/** The screen that the address names, the rest of its path, and the values of its query. */
export function readAddress() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [screen, ...rest] = path.split("/");
  return {
    screen: screen || HOME,
    path: rest.map(decodeURIComponent).join("/"),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

function useAddress() {
  const [address, setAddress] = useState(readAddress);
  useEffect(() => {
    const follow = () => setAddress(readAddress());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return address;
}

const modules = new Map();

/** A screen's component, loaded once: `screens/<name>.js` exports it as default. */
function useScreen(name) {
  const [found, setFound] = useState({ name: "", component: null });
  useEffect(() => {
    let current = true;
    if (!modules.has(name)) modules.set(name, import(`./screens/${name}.js`));
    modules.get(name).then((module) => current && setFound({ name, component: module.default }));
    return () => { current = false; };
  }, [name]);
  return found.name === name ? found.component : null;
}

function TopBar({ screen, onLanguage }) {
  const shown = NAVIGATION.filter((name) => session.screens.includes(name));
  const strip = useRef(null);
  const current = PARENTS[screen] ?? screen;
  useEffect(() => showCurrent(strip.current), [screen]);
  return html`<header class="top-bar">
    <a class="skip" href="#main" onClick=${skip}>${t("desk.skip")}</a>
    <a class="brand" href=${href("")}>${siteName()}</a>
    <nav ref=${strip} aria-label=${t("desk.navigation")}>
      ${shown.map((name) => html`<a key=${name} href=${href(name === HOME ? "" : name)}
        aria-current=${name === current ? (name === screen ? "page" : "true") : undefined}>${t(`${name}.nav`)}</a>`)}
      <a href="/" target="preview">${t("desk.site")}</a>
    </nav>
    <div class="languages" role="group" aria-label=${t("desk.language")}>
      ${session.deskLanguages.map((code) => html`<button type="button" key=${code} lang=${code}
        aria-pressed=${code === document.documentElement.lang} title=${languageName(code)}
        onClick=${() => onLanguage(code)}>${code.toUpperCase()}</button>`)}
    </div>
  </header>`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function siteName() {
  const names = session.site;
  return names[document.documentElement.lang] ?? Object.values(names)[0] ?? t("desk.name");
}

function Messages() {
  const [message, setMessage] = useState(null);
  useEffect(() => {
    const show = (event) => setMessage(event.detail);
    const leave = () => setMessage((shown) => (shown?.kind === "error" ? null : shown));
    addEventListener("desk-message", show);
    addEventListener("hashchange", leave);
    return () => {
      removeEventListener("desk-message", show);
      removeEventListener("hashchange", leave);
    };
  }, []);
  useEffect(() => {
    if (message?.kind !== "note") return undefined;
    const timer = setTimeout(() => setMessage(null), MESSAGE_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return html`<div class="messages" role="status">
    ${message && html`<p class=${`message ${message.kind}`}>
      <span>${message.text}</span>
      <button type="button" class="quiet" onClick=${() => setMessage(null)}>${t("desk.close")}</button>
    </p>`}
  </div>`;
}

function Desk({ onLanguage }) {
  const { screen, path, query } = useAddress();
  const known = session.screens.includes(screen);
  const Screen = useScreen(known ? screen : "missing");
  const main = useRef(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && Screen) main.current.focus();
    first.current = !Screen && first.current;
    scrollTo(0, 0);
  }, [screen, path, Screen]);
  return html`<${TopBar} screen=${screen} onLanguage=${onLanguage} />
    <main id="main" tabindex="-1" ref=${main} class=${`screen-${screen}`}>
      ${Screen ? html`<${Screen} path=${path} query=${query} />`
        : html`<p class="waiting">${t("desk.loading")}</p>`}
    </main>
    <${Messages} />`;
}

async function loadTexts(code) {
  useLanguage(code, "");
  const found = await api.get("texts", { lang: code });
  useTexts(found.texts);
  useLanguage(found.language, t("errors.offline"));
  document.documentElement.lang = found.language;
  return found;
}

function showFailure(root, error) {
  setTitle("");
  const again = html`<button type="button" onClick=${() => location.reload()}>${t("desk.again")}</button>`;
  render(html`<main class="whole-page"><h1>${hasText("desk.name") ? t("desk.name") : "Desk"}</h1>
    <p>${error.message}</p>${again}</main>`, root);
}

async function start() {
  const root = document.getElementById("desk");
  const draw = (code) => render(html`<${Desk} key=${code} onLanguage=${choose} />`, root);
  const choose = (code) => {
    rememberLanguage(code);
    loadTexts(code).then(() => draw(code), (error) => say(error.message, "error"));
  };
  const wanted = wantedLanguages();
  const loading = loadTexts(wanted[0] ?? "");
  const opening = openSession();
  opening.catch(() => {}); // is told of below, in words
  try {
    const found = await loading;
    const code = wanted.find((each) => found.languages.includes(each)) ?? found.languages[0];
    if (code !== found.language) await loadTexts(code);
    await opening;
    draw(code);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    showFailure(root, error);
  }
}

start();
