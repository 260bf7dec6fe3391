"""The search index: which items have which words, in parts that a browser loads as a query needs them.

`search/<language>/` has `index.json` (what there is), `answers.json` (the answers, regions and pages with
their whole index), for each year of news and summaries a folder with an index by first letter and a file for
each item, and `words.json` (every term with a word that readers know it by, for corrections).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.cache import BuildCache, EntryKind
from plugins.build.parallel import parallel_map
from plugins.i18n.typography import NO_BREAK_SPACE
from plugins.model.document import GONE
from plugins.model.edition import Item
from plugins.pages.json_ld import text_content
from plugins.search.analysis import Analyzer, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.model.edition import Edition, Region
    from plugins.search.language_data import SearchLanguage

FOLDER = "search"
ANSWERS = "answers"
TITLE_WEIGHT, TITLE_SHARE, SUMMARY_WEIGHT, MOST_OF_TEXT = 12, 24, 4, 5
"""What a term counts in a title (with a share of what all its words have together, so that a short title says
more), in a summary, and at most in a text, where each time counts one."""

DOT = " · "
MARK = "\ue000"  # private use: no text has it
END_OF_CELL = re.compile(r"(?=</(?:caption|d[dt]|figcaption|h[1-6]|li|summary|t[dh])>)")
SILENT_ROW = re.compile(r'<tr class="gap"[^>]*>(?:(?!</tr>).)*<td></td></tr>', re.DOTALL)
"""A question on a region's page of which no source says anything: whoever asks it finds no answer there."""
ENDS_OF_SENTENCES = tuple(".!?…:;")

Term = tuple[str, int]
"""The word by which readers know a term, and how often it occurs in this form."""


class ShardIndex(Struct, frozen=True):
    """The index of a shard: its files by name, the terms' words, and the first letters of its terms."""

    files: dict[str, bytes]
    terms: dict[str, Term]
    letters: str
    count: int


class Shard(Struct, frozen=True):
    """Items indexed together: an edit changes one shard, the others come from the cache."""

    language: str
    name: str
    stemmer: str
    items: tuple[Item | Region, ...]

    @property
    def digest(self) -> bytes:
        """A hash of what the index depends on besides the code."""
        inputs = [self.language, self.name, self.stemmer]
        for item in self.items:
            day = item.published.isoformat() if item.published else ""
            notice = item.notice if isinstance(item, Item) else ""
            inputs += [item.url, item.title, item.summary, notice, day, item.text.digest]
            inputs += _replacements(item)
        text = "\0".join(inputs)
        return blake2b(text.encode(), digest_size=32).digest()


SHARDS: EntryKind[ShardIndex] = EntryKind("search", ShardIndex)


def _replacements(item: Item | Region) -> tuple[str, ...]:
    return (*item.text.links, *item.text.pictures, *item.text.figures)


def split_into_shards(edition: Edition, stemmer: str) -> Iterator[Shard]:
    """The answers with regions and pages, then news and summaries by year, newest first; none if empty."""
    code = edition.language.code
    answers: tuple[Item | Region, ...] = (*edition.questions, *edition.regions, *edition.pages)
    if answers:
        yield Shard(code, ANSWERS, stemmer, answers)
    dated = sorted(edition.news + edition.summaries, key=lambda item: (-_year(item), item.bundle))
    for year, items in groupby(dated, key=_year):
        yield Shard(code, str(year), stemmer, tuple(items))


def _year(item: Item) -> int:
    return item.published.year if item.published else 0


def index_shard(shard: Shard) -> ShardIndex:
    """Index the items of a shard."""
    analyzer = Analyzer(shard.stemmer)
    entries: defaultdict[str, list[int]] = defaultdict(list)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    documents = []
    for number, item in enumerate(shard.items):
        text = result_text(item.html if isinstance(item, Item) else SILENT_ROW.sub("", item.html))
        weights: Counter[str] = Counter()
        body = Counter(analyzer.words(text))
        fields = [analyzer.words(field) for field in (item.title, item.summary)]
        title_weight = TITLE_WEIGHT + TITLE_SHARE // max(1, len(fields[0]))
        for words, weight in zip(fields, (title_weight, SUMMARY_WEIGHT), strict=True):
            weights.update(dict.fromkeys(map(analyzer.stem, words), weight))
            body.update(words)
        counts: Counter[str] = Counter()
        for word, count in body.items():
            stem = analyzer.stem(word)
            counts[stem] += count
            forms[stem][word] += count
        for stem, count in counts.items():
            entries[stem] += (number, weights[stem] + min(count, MOST_OF_TEXT))
        documents.append(_document(item, text))
    terms = {stem: max(each.items(), key=_frequency) for stem, each in forms.items()}
    letters = "".join(sorted({stem[0] for stem in entries}))
    files = _files(shard.name, documents, dict(sorted(entries.items())))
    return ShardIndex(files, terms, letters, len(documents))


def result_text(html: str) -> str:
    """The words of a text, with dots between cells, headings and entries of lists: excerpts are read.

    >>> result_text("<tr><th>Hours</th><td>Round the clock.</td><td>May 2022</td></tr><p>Ask.</p>")
    'Hours · Round the clock. May 2022 · Ask.'
    """
    parts = text_content(END_OF_CELL.sub(MARK, html)).replace(NO_BREAK_SPACE, " ").split(MARK)
    text = ""
    for part in filter(None, map(str.strip, parts)):
        text += ("" if not text else " " if text.endswith(ENDS_OF_SENTENCES) else DOT) + part
    return text


def _document(item: Item | Region, text: str) -> list[str]:
    """What a result shows: URL, title, summary with the notice, day, date in words, text."""
    if not isinstance(item, Item):
        return [item.url, item.title, item.summary, "", "", text]
    day = item.published.date() if item.published else None
    shown = (day.isoformat(), item.language.date(day)) if day else ("", "")
    told = f"{item.notice_sentence} " if item.notice and item.status not in GONE else ""
    return [item.url, item.title, told + item.summary, *shown, text]


def _files(name: str, documents: list[list[str]], entries: Mapping[str, list[int]]) -> dict[str, bytes]:
    if name == ANSWERS:
        return {f"{ANSWERS}.json": _json({"documents": documents, "terms": entries})}
    files = {f"{name}/{number}.json": _json(document) for number, document in enumerate(documents)}
    for letter, terms in groupby(entries.items(), key=lambda entry: entry[0][0]):
        files[f"{name}/{letter_file(letter)}"] = _json(dict(terms))
    return files


def letter_file(letter: str) -> str:
    """The file of the terms that begin with a letter: its code point, as not every host serves «ж.json»."""
    return f"u{ord(letter):x}.json"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def offline_files(language: str) -> tuple[str, ...]:
    """The paths of what an edition's search needs to find answers without a network, its page included."""
    folder = f"{FOLDER}/{language}"
    parts = (f"{folder}/{name}" for name in ("index.json", f"{ANSWERS}.json", "words.json", "stemmer.js"))
    return f"{language}/search/", f"{FOLDER}/search.js", *parts


def search_files(
    editions: Sequence[Edition], languages: Mapping[str, SearchLanguage], cache: BuildCache, key: bytes
) -> Iterator[tuple[str, bytes]]:
    """Output path and content of every edition's index; each edition has items.

    `key` stands for the code: other shards than those that it has indexed in `cache` are indexed.
    """
    shards = [
        shard
        for edition in editions
        for shard in split_into_shards(edition, languages[edition.language.code].stemmer)
    ]
    indexes = dict(zip(map(_identity, shards), _load_or_index(shards, cache, key), strict=True))
    for edition in editions:
        code = edition.language.code
        own = {name: index for (language, name), index in indexes.items() if language == code}
        files = {path: content for index in own.values() for path, content in index.files.items()}
        files |= _edition_files(own, languages[code])
        yield from ((f"{FOLDER}/{code}/{path}", content) for path, content in files.items())


def _identity(shard: Shard) -> tuple[str, str]:
    return shard.language, shard.name


def _load_or_index(shards: Sequence[Shard], cache: BuildCache, key: bytes) -> Iterator[ShardIndex]:
    keys = [blake2b(key + shard.digest, digest_size=32).digest() for shard in shards]
    names = ["/".join(_identity(shard)) for shard in shards]
    known = [cache.load(SHARDS, "", each, name) for each, name in zip(keys, names, strict=True)]
    missing = [shard for shard, index in zip(shards, known, strict=True) if index is None]
    made = parallel_map(index_shard, missing, chunksize=1)
    for each, name, stored in zip(keys, names, known, strict=True):
        if stored is None:
            index = next(made)
            cache.store(SHARDS, "", each, index, name)
            yield index
        else:
            yield stored


def _edition_files(indexes: Mapping[str, ShardIndex], language: SearchLanguage) -> dict[str, bytes]:
    """The files that tell of all shards."""
    words: dict[str, Term] = {}
    for index in indexes.values():
        for stem, term in index.terms.items():
            words[stem] = max(words.get(stem, term), term, key=_frequency)
    shards = [[name, index.count, index.letters] for name, index in indexes.items()]
    overview = {
        "shards": shards,
        "stemmer": bool(language.stemmer),
        "layout": [language.data.layout.typed, language.data.layout.meant],
        "transliteration": language.data.transliteration,
        "little": [fold(word) for word in language.data.little_words],
        "synonyms": language.synonyms,
    }
    # The commonest first: of two words as near to a misspelt one, the first is meant.
    common_first = sorted(words.items(), key=lambda term: (-term[1][1], term[0]))
    known_by = {stem: word for stem, (word, _) in common_first}
    return {"index.json": _json(overview), "words.json": _json(known_by)}


def _frequency(term: Term) -> tuple[int, str]:
    word, count = term
    return count, word
