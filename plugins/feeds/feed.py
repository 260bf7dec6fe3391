"""Feeds as values: the context they are composed from, and the format-neutral feed with its items."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.content.alert_records import announced_alerts
from plugins.content.ledger import AlertRecord, Ledger
from plugins.feeds.releases import ReleasedItem, edition_releases
from plugins.feeds.sanitize import single_line, xml_safe
from plugins.model.config import SiteSection
from plugins.model.edition import Picture
from plugins.pages.figure_pages import CorrectedFigure, corrected_figures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.model.config import FeedConfig
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls

RSS_FILE = "rss.xml"
ATOM_FILE = "atom.xml"
JSON_FILE = "feed.json"
MEDIA_TYPES = {
    RSS_FILE: "application/rss+xml",
    ATOM_FILE: "application/atom+xml",
    JSON_FILE: "application/feed+json",
}
ICON_EDGE = 144  # the widest image RSS allows
UTC = ZoneInfo("UTC")
ICON = f"static/icon-{ICON_EDGE}.png"


class FeedContext(Struct, frozen=True, dict=True):
    """An edition with everything else its feeds are composed from; `card_images` are keyed by card id."""

    edition: Edition
    urls: SiteUrls
    settings: FeedConfig
    icon: Picture | None = None
    card_images: Mapping[str, Picture] = field(default_factory=dict)
    corrected_figures: tuple[CorrectedFigure, ...] = ()
    alerts: tuple[AlertRecord, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    zone: ZoneInfo = UTC
    contact: str = ""
    area: tuple[str, ...] = ()

    @cached_property
    def releases(self) -> tuple[ReleasedItem, ...]:
        """The edition's news and summaries as released, newest first."""
        return edition_releases(self.edition, self.ledger)

    @property
    def language(self) -> str:
        """The code of the edition's language."""
        return self.edition.language.code

    @property
    def area_names(self) -> tuple[str, ...]:
        """The countries that the hotline serves, in the edition's language; of a part of one, the country."""
        names = self.edition.language.locale.territories
        codes = dict.fromkeys(code.partition("-")[0] for code in self.area)
        return tuple(names.get(code, code) for code in codes)

    @property
    def publisher(self) -> str:
        """The publisher's name: that of the site."""
        return single_line(self.edition.phrases["site.name"])

    def tag_uri(self, name: str) -> str:
        """A `tag:` URI (RFC 4151), independent of title, date and URL; each language has its own."""
        return f"tag:{self.settings.authority}:{self.language}/{quote(xml_safe(name), safe='/-._~,;=@!')}"


def _settings(options: BuildOptions) -> FeedConfig:
    """The feeds' configuration; a site without news has no sitemap of news."""
    feeds = options.site.feeds
    return replace(feeds, news_sitemap=()) if SiteSection.NEWS in options.site.sections_off else feeds


def feed_context(edition: Edition, content: SiteContent, options: BuildOptions) -> FeedContext:
    """The edition with its card images, corrections of figures and active alert."""
    code, urls, renderer = edition.language.code, options.urls, content.cards.texts.figure_renderer
    cards = {
        card.address.replace(".", "-"): content.cards.card_picture(card, code)
        for card in renderer.figures.cards.values()
    }
    return FeedContext(
        edition,
        urls,
        _settings(options),
        Picture(urls.absolute(urls.url(ICON)), "", ICON_EDGE, ICON_EDGE, "image/png", 0),
        card_images={name: picture for name, picture in cards.items() if picture},
        corrected_figures=tuple(corrected_figures(renderer, code, urls)),
        alerts=announced_alerts(content.ledger.alerts, content.alert, options.now, options.zone),
        ledger=content.ledger,
        zone=options.zone,
        contact=options.site.main.show,
        area=options.site.area,
    )


class FeedItem(Struct, frozen=True, kw_only=True):
    """An item of a feed; every URL is absolute, every text valid in XML.

    `html` is the whole text, empty in archives, `summary` plain text. `withdrawn` is the reason of a
    withdrawal, whose text is only a notice; otherwise it is empty. `rating` is for aggregators that require
    one; without `authors` the publisher wrote it.
    """

    guid: str
    url: str
    title: str
    summary: str
    html: str
    published: dt.datetime
    updated: dt.datetime
    categories: tuple[str, ...] = ()
    picture: Picture | None = None
    withdrawn: str = ""
    rating: str = ""
    authors: tuple[str, ...] = ()


class Feed(Struct, frozen=True, kw_only=True):
    """A feed, independent of its format: its URL by file name, and that of the HTML page it belongs to.

    `previous`, `next` and `current` are the URLs of older and newer Atom documents and of the one readers
    subscribe to (RFC 5005); `archive` marks a document of older items.
    """

    guid: str
    urls: dict[str, str]
    page_url: str
    title: str
    description: str
    publisher: str
    language: str
    updated: dt.datetime
    entries: tuple[FeedItem, ...]
    hubs: tuple[str, ...] = ()
    icon: Picture | None = None
    logo: Picture | None = None
    archive: bool = False
    previous: str = ""
    next: str = ""
    current: str = ""


FEED_ID = re.compile(rb"<id>tag:([^:<]+):")


def feed_authority(feed: bytes) -> str:
    """The authority in the id of an Atom feed of this project; empty for anything else."""
    found = FEED_ID.search(feed)
    return found[1].decode(errors="replace") if found else ""
