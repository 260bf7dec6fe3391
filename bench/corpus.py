"""A site of N news articles, forty questions and three yearly summaries, in Russian and in English.

The words depend on the article's number alone, so that every generator gets the same text.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
LANGUAGES = ("ru", "en")
TOPICS: dict[str, dict[str, str]] = WORDS["topics"]
CATEGORIES = tuple(TOPICS)[:5]
TAGS = tuple(TOPICS)[5:]
FIRST_DAY = dt.date(2021, 1, 1)
DAYS = 1095
QUESTIONS = 40
YEARS = (2021, 2022, 2023)
LONG_CHAPTERS, WITH_TABLE, WITH_QUOTE = 0.5, 0.3, 0.35  # shares of chapters, and of articles


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language; the first of a news article's `topics` is its category."""

    kind: str
    slug: str
    language: str
    date: dt.datetime
    title: str
    body: str
    summary: str = ""
    topics: tuple[str, ...] = ()


def texts(articles: int) -> Iterator[Text]:
    """Every text of the site, an item's languages one after the other."""
    for number in range(articles):
        yield from _news(number, articles)
    for number in range(QUESTIONS):
        topic = TAGS[number % len(TAGS)]
        for language in LANGUAGES:
            words = WORDS[language]
            title = words["question"].format(number=number + 1, topic=TOPICS[topic][language])
            day = dt.datetime(2023, 1, 1 + number % 28, tzinfo=dt.UTC)
            body = _body(f"question {number}", language, 4)
            yield Text("faq", f"question-{number:02d}", language, day, title, body, topics=(topic,))
    for year in YEARS:
        for language in LANGUAGES:
            title = WORDS[language]["year"].format(year=year)
            day = dt.datetime(year, 12, 30, tzinfo=dt.UTC)
            yield Text("summary", str(year), language, day, title, _body(f"year {year}", language, 9))


def _news(number: int, articles: int) -> Iterator[Text]:
    chance = _chance(f"news {number}")
    day = FIRST_DAY + dt.timedelta(days=number * DAYS // articles)
    moment = dt.datetime.combine(day, dt.time(chance.randint(7, 20), chance.randint(0, 59)), dt.UTC)
    topics = (chance.choice(CATEGORIES), *sorted(chance.sample(TAGS, chance.randint(1, 3))))
    title, summary, numbers = chance.randrange(8), chance.randrange(14), _numbers(chance)
    for language in LANGUAGES:
        words = WORDS[language]
        yield Text(
            "news",
            f"{day}-news-{number:05d}",
            language,
            moment,
            words["titles"][title].format_map(numbers),
            _body(f"news {number}", language, 4),
            words["sentences"][summary].format_map(numbers).replace("*", ""),
            topics,
        )


def _chance(seed: str) -> Random:
    return Random(seed)


def _numbers(chance: Random) -> dict[str, int]:
    most = {"a": 4800, "b": 240, "c": 60, "d": 900, "p": 48}
    return {name: chance.randint(3, limit) for name, limit in most.items()}


def _body(seed: str, language: str, length: int) -> str:
    """Two or three chapters of the same build in every language, `length` sentences a paragraph."""
    chance, words = _chance(seed), WORDS[language]
    blocks = [_paragraph(chance, words, length)]
    for heading in chance.sample(range(6), chance.randint(2, 3)):
        blocks += [f"## {words['headings'][heading]}", _paragraph(chance, words, length)]
        if chance.random() < LONG_CHAPTERS:
            blocks.append(_paragraph(chance, words, length - 1))
    entries = chance.sample(range(6), chance.randint(3, 5))
    blocks.append("\n".join(f"- {words['entries'][at].format_map(_numbers(chance))}" for at in entries))
    if chance.random() < WITH_TABLE:
        rows = [
            f"{row} | {chance.randint(10, 900)} | {chance.randint(900, 9000)}" for row in words["table"][1:]
        ]
        blocks.append("\n".join([words["table"][0], "--- | ---: | ---:", *rows]))
    if chance.random() < WITH_QUOTE:
        blocks.append(words["quote"].format_map(_numbers(chance)))
    return "\n\n".join([*blocks, words["link"].format_map(_numbers(chance))]) + "\n"


def _paragraph(chance: Random, words: dict[str, Any], length: int) -> str:
    chosen = chance.sample(range(14), length)
    return " ".join(words["sentences"][at].format_map(_numbers(chance)) for at in chosen)
