"""Feeds as values: the context they are composed from, and the format-neutral feed with its items."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.feeds.sanitize import single_line, xml_safe
from plugins.model.config import SiteSection
from plugins.model.edition import Picture
from plugins.pages.figure_pages import corrected_figures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.content.alert import Alert
    from plugins.content.load import SiteContent
    from plugins.content.options import BuildOptions
    from plugins.model.config import FeedConfig
    from plugins.model.edition import Edition, Item
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
ICON = f"static/icon-{ICON_EDGE}.png"


class CorrectionNotice(Struct, frozen=True, kw_only=True):
    """A correction; `name` is unique, `title` and `url` are those of the page it is on."""

    name: str
    day: dt.date
    title: str
    url: str
    text: str


class FeedContext(Struct, frozen=True, dict=True):
    """An edition with everything else its feeds are composed from; `card_images` are keyed by card id."""

    edition: Edition
    urls: SiteUrls
    settings: FeedConfig
    icon: Picture | None = None
    card_images: Mapping[str, Picture] = field(default_factory=dict)
    figure_corrections: tuple[CorrectionNotice, ...] = ()
    alert: Alert | None = None

    @property
    def language(self) -> str:
        """The code of the edition's language."""
        return self.edition.language.code

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
    corrections = tuple(
        CorrectionNotice(
            name=f"figures/{figure.address}/corrections/{figure.until}",
            day=figure.until.first_day,
            title=figure.title,
            url=figure.url,
            text=figure.text,
        )
        for figure in corrected_figures(renderer, code, urls)
    )
    return FeedContext(
        edition,
        urls,
        _settings(options),
        Picture(urls.absolute(urls.url(ICON)), "", ICON_EDGE, ICON_EDGE, "image/png", 0),
        card_images={name: picture for name, picture in cards.items() if picture},
        figure_corrections=corrections,
        alert=content.active_alert(code, options.now),
    )


class Category(Struct, frozen=True):
    """A topic: `term` for programs, `label` for people."""

    term: str
    label: str


class FeedItem(Struct, frozen=True, kw_only=True):
    """An item of a feed; every URL is absolute, every text valid in XML.

    `html` is the whole text, `summary` plain text. `withdrawn` is the reason of a withdrawal, whose text is
    only a notice; otherwise it is empty. `rating` is for aggregators that require one; without `authors` the
    publisher wrote it.
    """

    guid: str
    url: str
    title: str
    summary: str
    html: str
    published: dt.datetime
    updated: dt.datetime
    categories: tuple[Category, ...] = ()
    picture: Picture | None = None
    withdrawn: str = ""
    rating: str = ""
    authors: tuple[str, ...] = ()


class Feed(Struct, frozen=True, kw_only=True):
    """A feed, independent of its format; `page_url` is the HTML page it belongs to.

    `previous`, `next` and `current` are the folder URLs of older and newer documents and of the one readers
    subscribe to (RFC 5005); `archive` marks a document of older items that no longer changes.
    """

    guid: str
    folder_url: str
    page_url: str
    title: str
    description: str
    publisher: str
    language: str
    updated: dt.datetime
    entries: tuple[FeedItem, ...]
    hubs: tuple[str, ...] = ()
    icon: Picture | None = None
    archive: bool = False
    previous: str = ""
    next: str = ""
    current: str = ""


def published_at(item: Item) -> dt.datetime:
    """When an item was published; raises `ValueError` for one without a date, which no feed lists."""
    if item.published is None:
        raise ValueError(f"{item.path} has no date")
    return item.published
