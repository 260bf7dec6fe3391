// The search page. A result has every word of the query, a form of it, or a synonym; a word that the site does not
// have is corrected, and said to be. The index is loaded in parts, at the first touch of the field: the answers first,
// then the news of each year by the first letters of the words. plugins/search makes it and splits words in the same way.
const language = document.documentElement.lang;
const folder = new URL(`./${language}/`, import.meta.url);
const form = document.querySelector(".search");
const field = form.querySelector("input");
const status = document.querySelector(".search-status");
const list = document.querySelector(".search-results");
const isPrivate = "private" in form.dataset; // the browser's history must not tell what was looked for
const SHOWN = 12;
const TIMEOUT = 5000; // milliseconds
const EXCERPT = 28; // words
const NEAR = 12; // words before the first found one
const END = /[.!?…:;·]$/; // of a sentence or a cell
const SHORTEST = 3; // letters of a word that is corrected
const ANSWERS = "answers";
const ANSWER_WEIGHT = 2;
const SYNONYM_WEIGHT = 0.4;
const TITLE_WEIGHT = 1.3; // of an answer whose title has the words of the query one after the other
const MOST_RELEVANT = 0.6; // of the best result's share of the query: what has less of it is not shown

const ACCENTS = /(?<=[a-zα-ω])[\u0300-\u036f]+|(?<=е)\u0308|[\u064b-\u0652\u0640]/g;
const GROUPED = /(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g;
const WORD = /[\p{L}\p{N}]+/gu;
const UNSPACED = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+$/;
const LITTLE_WORD = /^\p{L}{1,2}$/u;
const NUMBER = /^\p{N}/u;

const fold = (text) =>
  text.replace(GROUPED, "").toLowerCase().normalize("NFD").replace(ACCENTS, "").normalize("NFC");

export function split(text) {
  return (fold(text).match(WORD) ?? []).flatMap((word) =>
    UNSPACED.test(word) && word.length > 1
      ? Array.from({ length: word.length - 1 }, (_, start) => word.slice(start, start + 2))
      : [word],
  );
}

let loading;
const engine = () => (loading ??= load());

async function load() {
  const [overview, answers] = await Promise.all([json("index.json"), json(`${ANSWERS}.json`).catch(missing)]);
  let stem = (word) => word;
  if (overview.stemmer) {
    const { default: Stemmer } = await import(new URL("stemmer.js", folder));
    const stemmer = new Stemmer();
    stem = (word) => stemmer.stemWord(word);
  }
  const groups = overview.synonyms.map((group) => group.map((words) => terms(words, stem)));
  return { ...overview, answers, stem, groups, files: new Map(), partial: false };
}

async function json(path) {
  const answer = await fetch(new URL(path, folder));
  if (answer.status === 404) throw new NotThere(path);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

class NotThere extends Error {}

// A site without answers has no file of them; one that is not reached is an error.
function missing(error) {
  if (error instanceof NotThere) return { documents: [], terms: {} };
  throw error;
}

// A part of the index of a year, loaded once; without a network the answers are searched alone.
async function part(index, path) {
  if (!index.files.has(path)) index.files.set(path, json(path));
  try {
    return await index.files.get(path);
  } catch (error) {
    index.files.delete(path);
    if (!(error instanceof NotThere)) index.partial = true;
    return undefined;
  }
}

const terms = (text, stem) => split(text).map(stem);
const letterFile = (term) => `u${term.codePointAt(0).toString(16)}.json`;

// The entries of a term: for each shard that has it, pairs of a document's number and the term's weight in it.
async function entries(index, term) {
  const found = await Promise.all(
    index.shards.map(async ([name, , letters]) => {
      if (name === ANSWERS) return [name, index.answers.terms[term]];
      if (!letters.includes(term[0])) return [name];
      return [name, (await part(index, `${name}/${letterFile(term)}`))?.[term]];
    }),
  );
  return found.filter(([, pairs]) => pairs);
}

// The documents that have a word of the query (or words that have synonyms together) or a synonym, with the word's
// weight in each; and its rareness.
async function matches(index, own) {
  const isOwn = (each) => each.join() === own.join();
  const synonyms = index.groups.filter((group) => group.some(isOwn)).flat();
  const wanted = [[own, 1], ...synonyms.map((each) => [each, SYNONYM_WEIGHT])];
  const weights = new Map();
  const matched = new Set();
  for (const [group, factor] of wanted) {
    const lists = await Promise.all(group.map((each) => entries(index, each)));
    const counts = new Map();
    for (const [name, pairs] of lists.flat()) {
      for (let at = 0; at < pairs.length; at += 2) {
        const key = `${name}/${pairs[at]}`;
        const [times, weight] = counts.get(key) ?? [0, 0];
        counts.set(key, [times + 1, weight + pairs[at + 1]]);
      }
    }
    for (const [key, [times, weight]] of counts) {
      if (times < group.length) continue; // a synonym of several words needs them all
      weights.set(key, Math.max(weights.get(key) ?? 0, factor * weight));
      group.forEach((each) => matched.add(each));
    }
  }
  const all = index.shards.reduce((sum, [, count]) => sum + count, 0);
  return { weights, matched, rareness: Math.log(1 + all / (1 + weights.size)) ** 2 };
}

async function find(index, query) {
  let words = telling(index, groupWords(index, split(query)));
  const match = () => Promise.all(words.map((word) => matches(index, terms(word, index.stem))));
  let found = await match();
  let corrected = [];
  const unknown = () => words.filter((_, at) => !found[at].weights.size);
  if (unknown().length) {
    const corrector = await Corrector.of(index);
    const meant = unknown().length === words.length ? corrector.otherKeyboard(query) : undefined;
    const near = words.map((word, at) => (found[at].weights.size ? undefined : corrector.correct(word)));
    corrected = meant ? [meant] : near.filter(Boolean);
    words = meant ? telling(index, split(meant)) : words.map((word, at) => near[at] ?? word);
    if (corrected.length) found = await match();
  }
  return { ...rank(index, found, split(query).join(" ")), lacking: unknown(), corrected: corrected.join(" ") };
}

// The words of a query, those that have synonyms together as one: "how much" means the price.
function groupWords(index, words) {
  const isWhole = (synonym) => synonym.length > 1 && synonym.every((word) => words.includes(word));
  const whole = index.synonyms.flat().map(split).find(isWhole);
  return whole ? [whole.join(" "), ...words.filter((word) => !whole.includes(word))] : words;
}

// Little words are left out, if there are others: "doctors at home" would miss "a doctor to my home".
function telling(index, words) {
  const isLittle = (word) => (LITTLE_WORD.test(word) && !UNSPACED.test(word)) || index.little.includes(word);
  const kept = words.filter((word) => !isLittle(word));
  return [...new Set(kept.length ? kept : words)];
}

// The keys of documents, best first: by the share of the query that they have, then by weight; answers before news,
// and before others those whose title has the words as asked.
function rank(index, found, asked) {
  const total = found.reduce((sum, { weights, rareness }) => sum + (weights.size ? rareness : 0), 0);
  const shares = new Map();
  for (const { weights, rareness } of found) {
    for (const [key, weight] of weights) {
      const [share, score] = shares.get(key) ?? [0, 0];
      shares.set(key, [share + rareness / total, score + rareness * Math.sqrt(weight)]);
    }
  }
  const best = Math.max(0, ...[...shares.values()].map(([share]) => share));
  const scored = [...shares]
    .filter(([, [share]]) => share >= MOST_RELEVANT * best)
    .map(([key, [share, score]]) => [key, share * score * answerWeight(index, key, asked)]);
  scored.sort(([key, score], [other, than]) => than - score || (key < other ? 1 : -1));
  const matched = new Set(found.flatMap((each) => [...each.matched]));
  return { keys: scored.map(([key]) => key), matched };
}

function answerWeight(index, key, asked) {
  if (!isAnswer(index, key)) return 1;
  const [, title] = index.answers.documents[key.split("/")[1]];
  return ANSWER_WEIGHT * (split(title).join(" ").includes(asked) ? TITLE_WEIGHT : 1);
}

// A question's URL is an anchor on the page of its topic.
function isAnswer(index, key) {
  const [name, number] = key.split("/");
  return name === ANSWERS && index.answers.documents[number][0].includes("#");
}

class Corrector {
  static async of(index) {
    index.words ??= await json("words.json");
    return new Corrector(index);
  }

  constructor(index) {
    this.index = index;
    const synonyms = index.synonyms.flat().filter((words) => split(words).length === 1).map(fold);
    this.words = [...Object.entries(index.words), ...synonyms.map((word) => [index.stem(word), word])];
  }

  // The query as the other keyboard would have typed it, if the site has all its words.
  otherKeyboard(query) {
    const [typed, meant] = this.index.layout;
    const other = [...query.toLowerCase()].map((letter) => meant[typed.indexOf(letter)] ?? letter).join("");
    const words = telling(this.index, split(other));
    const isMeant = other.length >= SHORTEST && other !== query.toLowerCase() && words.length;
    return isMeant && words.every((word) => this.isKnown(word)) ? other : undefined;
  }

  isKnown(word) {
    return Object.hasOwn(this.index.words, this.index.stem(fold(word)));
  }

  // A word of the site for one that it does not have: by another spelling, or what was begun.
  correct(word) {
    if (NUMBER.test(word) || word.length < SHORTEST) return undefined;
    const spelled = this.inOwnLetters(word);
    if (spelled !== word && this.isKnown(spelled)) return this.index.words[this.index.stem(spelled)];
    return this.nearest(spelled) ?? this.begun(spelled);
  }

  inOwnLetters(word) {
    const groups = Object.entries(this.index.transliteration).sort(([one], [other]) => other.length - one.length);
    let own = "";
    for (let at = 0; at < word.length; ) {
      const group = groups.find(([latin]) => word.startsWith(latin, at));
      own += group ? group[1] : word[at];
      at += group ? group[0].length : 1;
    }
    return fold(own);
  }

  nearest(word) {
    const most = word.length < 5 ? 0 : word.length < 8 ? 1 : 2;
    const stem = this.index.stem(word);
    let near;
    let least = most + 1;
    for (const [other, form] of this.words) {
      if (NUMBER.test(form)) continue;
      const edits = Math.min(distance(word, form, least), stem.length < 5 ? least : distance(stem, other, least));
      if (edits < least) [near, least] = [form, edits];
    }
    return near;
  }

  begun(word) {
    return word.length < 5 ? undefined : this.words.find(([, form]) => form.startsWith(word))?.[1];
  }
}

// Letters to add, leave out, change or swap with the next one; `limit` if there are that many or more.
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1];
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + !same);
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        next[at] = Math.min(next[at], before[at - 2] + 1);
      }
    }
    if (Math.min(...next) >= limit) return limit;
    [before, last] = [last, next];
  }
  return Math.min(last[other.length], limit);
}

async function documents(index, keys, matched) {
  const all = await Promise.all(
    keys.map((key) => {
      const [name, number] = key.split("/");
      return name === ANSWERS ? index.answers.documents[number] : part(index, `${key}.json`);
    }),
  );
  // An index of the last release may still be in the browser's cache: what has no word of the query is not shown.
  return all.filter((each) => each && [each[1], each[2], each[5]].some((text) => has(index, text, matched)));
}

const has = (index, text, matched) => split(text).some((word) => matched.has(index.stem(word)));

let latest = 0;

async function search() {
  const query = field.value.trim();
  if (!isPrivate) history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  const number = ++latest;
  if (!query) return show([], "");
  const isCurrent = () => number === latest; // else the reader has typed on
  const timer = setTimeout(() => isCurrent() && show([], form.dataset.failed), TIMEOUT);
  try {
    const index = await engine();
    index.partial = false;
    const { keys, matched, lacking, corrected } = await find(index, query);
    const shown = await documents(index, keys.slice(0, SHOWN), matched);
    if (isCurrent()) show(shown.map((each) => row(index, each, matched)), told(index, keys.length, lacking, corrected));
  } catch {
    loading = undefined; // the next search tries again
    if (isCurrent()) show([], form.dataset.failed);
  } finally {
    clearTimeout(timer);
  }
}

function told(index, count, lacking, corrected) {
  const texts = form.dataset;
  const says = [count ? texts.found.replace("{n}", count) : texts.nothing];
  if (corrected && count) says.push(texts.corrected.replace("{words}", corrected));
  if (lacking.length && count) says.push(texts.lacking.replace("{words}", lacking.join(", ")));
  if (index.partial) says.push(texts.partial);
  return says.join(" ");
}

function show(rows, words) {
  status.textContent = words;
  list.replaceChildren(...rows);
}

function row(index, [url, title, summary, day, date, text], matched) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = url;
  link.textContent = title;
  const words = item.appendChild(document.createElement("p"));
  words.append(...marked(index, excerpt(index, text, matched) ?? summary, matched));
  if (day && !url.includes("#")) {
    const time = item.appendChild(document.createElement("time"));
    time.dateTime = day;
    time.textContent = date;
  }
  return item;
}

// The part of a text that has the most words of the query, from the beginning of a sentence or a cell if one is near; none
// if it has none of them.
function excerpt(index, text, matched) {
  const words = text.split(/\s+/);
  const hits = words.map((word) => (has(index, word, matched) ? 1 : 0));
  let best = 0;
  let start = 0;
  for (let at = 0, sum = 0; at < words.length; at++) {
    sum += hits[at] - (hits[at - EXCERPT] ?? 0);
    if (sum > best) [best, start] = [sum, Math.max(0, at - EXCERPT + 1)];
  }
  if (!best) return undefined;
  const first = hits.indexOf(1, start);
  start = Math.max(0, Math.min(first - 6, words.length - EXCERPT));
  let sentence = first;
  while (sentence > Math.max(0, first - NEAR) && !END.test(words[sentence - 1])) sentence--;
  const isWhole = !sentence || END.test(words[sentence - 1]);
  if (isWhole) start = sentence;
  const end = start + EXCERPT;
  const shown = words.slice(start, end).join(" ").replace(/[\s·]+$/, "");
  return `${isWhole || !start ? "" : "… "}${shown}${end < words.length ? " …" : ""}`;
}

// The text with the words of the query marked.
function marked(index, text, matched) {
  return text.split(/([\p{L}\p{N}\p{M}]+)/u).map((piece, at) => {
    if (at % 2 === 0 || !has(index, piece, matched)) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}

let pause;
field.addEventListener("focus", () => engine().catch(() => (loading = undefined)), { once: true });
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
const showRest = () => document.querySelector(".search-after")?.classList.remove("search-after");
if (field.value) search().finally(showRest);
else showRest();
