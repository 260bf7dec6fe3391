// The search page: asks Pagefind's index of the reader's edition, loaded at the first touch of the field.
// Answers weigh more than news; the years are merged in, newest first.
const language = document.documentElement.lang;
const folder = new URL(`./${language}/`, import.meta.url);
const form = document.querySelector(".search");
const field = form.querySelector("input");
const status = document.querySelector(".search-status");
const list = document.querySelector(".search-results");
const SHOWN = 12;
const NEWS_WEIGHT = 0.5;
// Pagefind asks for every word: "doctors at home" would miss "a doctor to my home" for want of "at".
const LITTLE_WORD = /^\p{L}{1,2}$/u;

let loading;
const engine = () => (loading ??= load());

async function load() {
  const pagefind = await import(new URL("pagefind.js", folder));
  await pagefind.options({ excerptLength: 24 });
  await pagefind.init(language);
  const years = await (await fetch(new URL("shards.json", folder))).json();
  for (const year of years) {
    await pagefind.mergeIndex(new URL(`${year}/`, folder).pathname, { language, indexWeight: NEWS_WEIGHT });
  }
  return pagefind;
}

async function search() {
  const words = field.value.trim();
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) return show([], "");
  try {
    const found = await (await engine()).search(telling(words) || words);
    const shown = await Promise.all(found.results.slice(0, SHOWN).map((result) => result.data()));
    if (field.value.trim() !== words) return; // the reader has typed on
    const { found: counted, nothing } = form.dataset;
    show(shown, shown.length ? counted.replace("{n}", found.results.length) : nothing);
  } catch {
    loading = undefined;
    show([], form.dataset.failed);
  }
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
