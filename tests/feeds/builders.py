from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from plugins.content.ledger_stamp import content_dates
from plugins.feeds.feed import FeedContext
from plugins.feeds.feed_files import feed_files
from plugins.feeds.releases import ReleasedItem
from plugins.i18n.language import Language
from plugins.model.config import FeedConfig
from plugins.model.content_path import Section
from plugins.model.document import Correction, Status
from plugins.model.edition import Edition, Item, Picture, Topic
from plugins.model.text import Text
from plugins.model.urls import SiteUrls
from tests.building import site_phrases

if TYPE_CHECKING:
    from plugins.i18n.phrases import Phrases

YAKUTSK = ZoneInfo("Asia/Yakutsk")
NOW = dt.datetime(2023, 1, 31, 12, tzinfo=YAKUTSK)
PHOTO = Picture("/media/card.png", "8 814 вызовов врача", 1200, 630, "image/png", 28_114)
ICON = Picture("https://122.example/icon.png", "", 88, 88, "image/png", 900)
RICH = """<h2 id="how" class="title">Как <em>считали</em></h2>
<p>Врача вызвали <data value="8814">8814 раз</data>, см. <a href="#how">выше</a>
и <a href="/ru/faq/">ответы</a>.</p>
<p onclick="alert(1)">Код: <code>&lt;![CDATA[ ]]&gt;</code></p><script>alert(2)</script>
<picture><source srcset="/media/a.webp"><img class="wide" src="/media/a.jpg" srcset="/media/a.jpg 1x"
alt="Зал" width="800" height="600" loading="lazy"></picture><iframe src="https://evil.example/"></iframe>"""
HEALTH = Topic("health", "Здоровье", "/ru/topics/health/")
CALLING = Topic("calling", "Как позвонить", "/ru/topics/calling/")


def make_item(number: int = 1, **changed: object) -> Item:
    """A news item; its number determines its day."""
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
        "authors": (),
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
    given = usual | changed
    given.setdefault("text", Text.from_html(str(given["html"])))
    del given["html"]
    return Item(**given)  # type: ignore[arg-type] # a table of what differs


def make_phrases(code: str = "ru") -> Phrases:
    return replace(site_phrases(code), language=Language(code))


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


def make_context(*news: Item, **settings: object) -> FeedContext:
    feeds = FeedConfig(**({"authority": "122.example,2022"} | settings))  # type: ignore[arg-type] # the same
    return FeedContext(make_edition(*news), SiteUrls("https://122.example"), feeds, zone=YAKUTSK)


def release_of(item: Item) -> ReleasedItem:
    """The item as released, dated by the content alone."""
    return ReleasedItem(item, *content_dates(item))


def make_items(count: int) -> tuple[Item, ...]:
    """News items, the oldest first."""
    return tuple(make_item(number) for number in range(1, count + 1))


def documents(context: FeedContext, now: dt.datetime = NOW) -> dict[str, bytes]:
    """The bytes of every feed document by URL."""
    return {file.url: file.compose() for file in feed_files(context, now)}


def rich_context() -> FeedContext:
    """Ninety-four items: one withdrawn, one corrected, one with every kind of markup."""
    items = list(make_items(94))
    items[90] = make_item(91, status=Status.WITHDRAWN, reason="Число оказалось неверным.")
    items[91] = make_item(92, corrections=(Correction(dt.date(2022, 5, 1), "Было 5, стало 6 < 7."),))
    items[92] = make_item(93, title="«A & B» <i>не тег</i>", html=RICH, summary="5 < 6 & 7 > 6")
    items[93] = make_item(94, published=NOW - dt.timedelta(days=1), html="<p>" + "Слово за словом. " * 30)
    everywhere = ("ru",)
    hubs = ("https://hub.example/",)
    return replace(make_context(*items, hubs=hubs, dzen=everywhere, news_sitemap=everywhere), icon=ICON)
