// Keeps the reader's edition for when there is no network. The line above tells what this release holds:
// RELEASE = {version, shell: [address], offline: {language: address}, pages: {language: [address]}, search: folder}.
const NAME = "hotline-";
const CACHE = NAME + RELEASE.version;
const PATIENCE = 4000; // milliseconds that a page may take before the kept one is shown

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(keep(event.data.keep, event.data.region)));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (RELEASE.shell.includes(new URL(request.url).pathname)) event.respondWith(shell(request));
  else if (new URL(request.url).pathname.startsWith(RELEASE.search)) event.respondWith(part(request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(RELEASE.shell.map(fresh));
  for (const [language, [front]] of Object.entries(RELEASE.pages)) {
    if (await caches.match(front)) await keep(language); // kept in the release before
  }
  await skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(NAME) && name !== CACHE) await caches.delete(name);
  }
  await clients.claim();
}

// The pages of an edition, and that of the reader's own region if one was chosen.
async function keep(language, region) {
  if (!(await caches.has(CACHE))) return; // a newer release has taken over
  const cache = await caches.open(CACHE);
  const missing = [];
  const pages = RELEASE.pages[language] ?? [];
  const own = region && pages.length ? [`${pages[0]}regions/${region}/`] : [];
  for (const address of [...pages, ...own]) {
    if (!(await cache.match(address))) missing.push(cache.add(fresh(address)));
  }
  await Promise.allSettled(missing);
}

async function page(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  const answer = fetch(request).catch(() => kept ?? offline(request));
  if (!kept) return answer;
  return Promise.race([answer, new Promise((show) => setTimeout(show, PATIENCE, kept))]);
}

async function shell(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// A part of the search index: the kept one if there is no network.
async function part(request) {
  return fetch(request).catch(async () => (await caches.match(request)) ?? Response.error());
}

function offline(request) {
  const path = new URL(request.url).pathname;
  const languages = Object.keys(RELEASE.offline);
  const language = languages.find((code) => path.startsWith(RELEASE.pages[code][0])) ?? languages[0];
  return caches.match(RELEASE.offline[language]);
}

function fresh(address) {
  return new Request(address, { cache: "no-cache" });
}
