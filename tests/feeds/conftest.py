from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from plugins.editions.addresses import Addresses
from plugins.editions.document import Status
from plugins.editions.edition import Edition, Item, Picture, Topic
from plugins.editions.language import Language
from plugins.editions.phrases import Phrases, Typography
from plugins.editions.place import Section
from plugins.feeds.publishing import Publishing
from plugins.feeds.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

PHRASES = Path(__file__).parents[2] / "theme" / "phrases"
YAKUTSK = ZoneInfo("Asia/Yakutsk")
NOW = dt.datetime(2023, 1, 31, 12, tzinfo=YAKUTSK)
PHOTO = Picture("/media/card.png", "8 814 вызовов врача", 1200, 630, "image/png", 28_114)
HEALTH = Topic("health", "Здоровье", "/ru/topics/health/")
CALLING = Topic("calling", "Как позвонить", "/ru/topics/calling/")


def make_item(number: int = 1, **changed: object) -> Item:
    """One news item, a day after another by their numbers."""
    moment = dt.datetime(2022, 1, 1, 10, 30, tzinfo=YAKUTSK) + dt.timedelta(days=number)
    bundle = f"news/{moment:%Y-%m-%d}-news-{number}"
    usual: dict[str, object] = {
        "bundle": bundle,
        "section": Section.NEWS,
        "language": Language("ru"),
        "path": f"content/{bundle}/ru.md",
        "url": f"/ru/{bundle}/",
        "title": f"Новость {number}",
        "summary": f"Коротко о новости {number}.",
        "html": f"<p>Полный текст новости {number}.</p>",
        "headings": (),
        "published": moment,
        "time_known": True,
        "updated": None,
        "reviewed": None,
        "owner": "",
        "status": Status.PUBLISHED,
        "scheduled": False,
        "reason": "",
        "topics": (HEALTH,),
        "corrections": (),
        "identity": bundle,
        "moved_from": (),
        "card": "",
        "pictures": (PHOTO,),
        "languages": (Language("ru"),),
        "outdated": False,
    }
    return Item(**(usual | changed))  # type: ignore[arg-type] # a table of what differs


def make_phrases(code: str = "ru") -> Phrases:
    told = tomllib.loads((PHRASES / f"{code}.toml").read_text(encoding="utf-8"))["feeds"]
    texts = {f"feeds.{key}": text for key, text in told.items()}
    return Phrases(Language(code), Typography(("«", "»", "„", "“"), "—"), texts)


def make_edition(*news: Item, code: str = "ru", **changed: object) -> Edition:
    usual: dict[str, object] = {
        "language": Language(code),
        "phrases": make_phrases(code),
        "news": news,
        "summaries": (),
        "questions": (),
        "pages": (),
        "listed_news": tuple(item.teaser for item in news),
        "listed_summaries": (),
        "faq": (),
        "topics": (HEALTH, CALLING),
        "listed_by_topic": {},
    }
    return Edition(**(usual | changed))  # type: ignore[arg-type] # a table of what differs


def make_source(*news: Item, **publishing: object) -> Source:
    settings = Publishing(**({"authority": "122.example,2022"} | publishing))  # type: ignore[arg-type] # the same
    return Source(make_edition(*news), Addresses("https://122.example"), settings)


@pytest.fixture
def items() -> Callable[[int], tuple[Item, ...]]:
    return lambda count: tuple(make_item(number) for number in range(1, count + 1))
