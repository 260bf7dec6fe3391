// The search page: asks Pagefind's index of the reader's edition, loaded at the first touch of the field.
// Answers weigh more than news; the years are merged in, newest first. If there is no answer in time, the page's
// own list of all questions is offered instead.
const language = document.documentElement.lang;
const folder = new URL(`./${language}/`, import.meta.url);
const form = document.querySelector(".search");
const field = form.querySelector("input");
const status = document.querySelector(".search-status");
const list = document.querySelector(".search-results");
const isPrivate = "private" in form.dataset; // the browser's history must not tell what was looked for
const SHOWN = 12;
const NEWS_WEIGHT = 0.5;
const TIMEOUT = 5000; // milliseconds
// Pagefind asks for every word: "doctors at home" would miss "a doctor to my home" for want of "at".
// Two letters of a script without spaces are a whole word.
const LITTLE_WORD = /^(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}])\p{L}{1,2}$/u;

let loading;
const engine = () => (loading ??= load());

async function load() {
  const { createInstance } = await import(new URL("pagefind.js", folder));
  const pagefind = createInstance();
  await pagefind.options({ excerptLength: 24 });
  const years = await (await fetch(new URL("shards.json", folder))).json();
  for (const year of years) {
    await pagefind.mergeIndex(new URL(`${year}/`, folder).pathname, { language, indexWeight: NEWS_WEIGHT });
  }
  return pagefind;
}

async function search() {
  const words = field.value.trim();
  if (!isPrivate) history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) return show([], "");
  const { found: counted, nothing, failed } = form.dataset;
  const isCurrent = () => field.value.trim() === words; // else the reader has typed on
  const timer = setTimeout(() => isCurrent() && show([], failed), TIMEOUT);
  try {
    const found = await (await engine()).search(telling(words) || words);
    const shown = await Promise.all(found.results.slice(0, SHOWN).map((result) => result.data()));
    if (!shown.length) await checkNetwork();
    if (isCurrent()) show(shown, shown.length ? counted.replace("{n}", found.results.length) : nothing);
  } catch {
    loading?.then((pagefind) => pagefind.destroy()).catch(() => {});
    loading = undefined; // the next search tries again
    if (isCurrent()) show([], failed);
  } finally {
    clearTimeout(timer);
  }
}

// Pagefind finds nothing, and does not fail, if the parts of the index that the words need cannot be loaded.
async function checkNetwork() {
  const answer = await fetch(new URL("shards.json", folder), { method: "HEAD", cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
}

function telling(words) {
  return words
    .split(/\s+/)
    .filter((word) => !LITTLE_WORD.test(word))
    .join(" ");
}

function show(results, words) {
  status.textContent = words;
  list.replaceChildren(...results.map(row));
}

function row({ meta, excerpt }) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = meta.address;
  link.textContent = meta.title;
  const text = item.appendChild(document.createElement("p"));
  text.append(...new DOMParser().parseFromString(excerpt, "text/html").body.childNodes);
  if (meta.day && !meta.address.includes("#")) {
    const time = item.appendChild(document.createElement("time"));
    time.dateTime = meta.day;
    time.textContent = meta.date;
  }
  return item;
}

let pause;
field.addEventListener("focus", () => engine().catch(() => {}), { once: true });
field.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
form.hidden = false;
field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) search();
