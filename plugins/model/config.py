"""What identifies the hotline, as `content/site.yaml` states it: names, contacts, languages, brand."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from plugins.i18n.language import Language

if TYPE_CHECKING:
    from plugins.model.contact import Contact, Emergency, Hours, Texts

AUTHORITY = re.compile(r"[a-z0-9.-]+\.[a-z0-9-]+,(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
"""A host and a day on which the publisher held it (RFC 4151)."""


def authority_date(authority: str) -> dt.datetime:
    """Midnight UTC of the day in an authority; raises `ValueError` if the authority is invalid."""
    match = AUTHORITY.fullmatch(authority)
    if match is None:
        raise ValueError(f'"{authority}" is not an authority; write a host and a year: hotline.example,2026')
    year, month, day = match.groups("1")
    return dt.datetime(int(year), int(month), int(day), tzinfo=dt.UTC)


class ShareTarget(StrEnum):
    """Where readers can share a page."""

    VK = "vk"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    MAX = "max"
    OK = "ok"
    MAIL = "mail"
    COPY = "copy"


USUAL_TARGETS = (ShareTarget.WHATSAPP, ShareTarget.TELEGRAM, ShareTarget.MAIL, ShareTarget.COPY)
"""Those in a language whose phrases name none."""


class ChannelKind(StrEnum):
    """Where readers can follow the publisher."""

    TELEGRAM = "telegram"
    VK = "vk"
    MAX = "max"


class Channel(Struct, frozen=True):
    """The publisher's channel in a network."""

    kind: ChannelKind
    url: str


class SiteSection(StrEnum):
    """A section of the site that can be switched off; the first part of its addresses."""

    NEWS = "news"
    SUMMARIES = "summaries"
    FAQ = "faq"
    REGIONS = "regions"
    TOPICS = "topics"
    FIGURES = "figures"
    SEARCH = "search"
    FEEDS = "feeds"


class SiteFact(Struct, frozen=True, kw_only=True):
    """A fact on the first screen, by language: a label, the fact, its place and date; `line` is in the file.

    `link` is a path in the content with more about it.
    """

    label: Texts
    text: Texts
    as_of: Texts = {}
    link: str = ""
    link_text: Texts = {}
    line: int = 0


class Motif(StrEnum):
    """The theme's ornament: on the front page, on icons and on cards without figures."""

    THEME = "theme"
    NONE = "none"


LOGO_HEIGHT = 40
"""The height of the logo in the header, at most, in CSS pixels."""


class Logo(Struct, frozen=True):
    """The logo: a path in `content/public/`, and the width and height of the picture in pixels."""

    path: str
    width: float
    height: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in the header, in CSS pixels; it is made smaller, never larger."""
        scale = min(1.0, LOGO_HEIGHT / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


class Brand(Struct, frozen=True, kw_only=True):
    """The logo, and accent colors as `#rrggbb` in both themes; empty: the theme's own."""

    accent: str = ""
    accent_dark: str = ""
    motif: Motif = Motif.THEME
    logo: Logo | None = None

    @property
    def has_motif(self) -> bool:
        """Whether the theme's ornament is shown."""
        return self.motif is Motif.THEME


class FeedConfig(Struct, frozen=True, kw_only=True):
    """What identifies the feeds and where they are announced.

    `authority` is a host and a day on which the publisher held it (`hotline.example,2026`, RFC 4151): part of
    every item's id, it stays when the site moves. `hubs` are WebSub hubs; `dzen` and `news_sitemap` are the
    languages that have these files; `indexnow` are the addresses that are told of changed pages.
    """

    authority: str
    hubs: tuple[str, ...] = ()
    dzen: tuple[str, ...] = ()
    news_sitemap: tuple[str, ...] = ()
    indexnow: tuple[str, ...] = ()

    @property
    def epoch(self) -> dt.datetime:
        """The day of the authority, which dates a feed without items."""
        return authority_date(self.authority)


class Safety(Struct, frozen=True, kw_only=True):
    """For readers who must not be seen reading: where the exit leads, and what tabs and history show instead.

    `exit` is the URL of a harmless site, `title` a neutral title by language.
    """

    exit: str
    title: Texts


class SiteConfig(Struct, frozen=True, kw_only=True):
    """Everything in `content/site.yaml`; texts are by language, empty ones are absent.

    The first of `contacts` is the main one, the first of `languages` is shown at the root, the first of
    `area` (ISO 3166 codes) decides the telephone customs. `url` has a scheme and no trailing slash.
    """

    name: Texts
    tagline: Texts
    description: Texts
    contacts: tuple[Contact, ...]
    languages: tuple[str, ...]
    timezone: str
    url: str
    feeds: FeedConfig
    headline: Texts = {}
    lead: Texts = {}
    notice: Texts = {}
    whose: Texts = {}
    facts: tuple[SiteFact, ...] = ()
    hours: Hours | None = None
    area: tuple[str, ...] = ()
    emergency: Emergency | None = None
    brand: Brand = Brand()
    safety: Safety | None = None
    share: tuple[ShareTarget, ...] | None = None
    channels: tuple[Channel, ...] = ()
    sections_off: tuple[SiteSection, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)

    @property
    def main(self) -> Contact:
        """The main contact."""
        return self.contacts[0]

    def texts(self, language: str) -> dict[str, str]:
        """The site's own phrases in a language, by the keys of the theme's phrases."""
        texts = {
            "site.name": self.name[language],
            "site.tagline": self.tagline[language],
            "site.description": self.description[language],
            "site.notice": self.notice.get(language, ""),
            "site.whose": self.whose.get(language, ""),
            "front.title": self.headline.get(language) or self.name[language],
            "front.lead": self.lead.get(language) or self.tagline[language],
        }
        return {key: text.replace(self.main.show, self.main.text) for key, text in texts.items()}

    def written_values(self, language: str) -> dict[str, str]:
        """What fills `{name}` and `{number}` in the texts that editors write: as they would type it."""
        return {"name": self.name[language], "number": self.main.show}

    def placeholders(self, language: str) -> dict[str, str]:
        """What fills `{name}` and `{number}` in the theme's phrases."""
        number = Language(language).isolate(self.main.text)
        return {"name": self.name[language], "number": number}
