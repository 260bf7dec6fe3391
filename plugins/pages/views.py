"""What a template reads: `site`, the same for all pages of an edition, and `view`, one page's own data.

Neither holds anything the page does not show: with both unchanged, a page is not rendered again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from plugins.pages.stylesheets import sheets_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from plugins.content.alert import Alert
    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Phrases
    from plugins.model.config import SiteConfig
    from plugins.model.edition import Cover, Edition, Picture, Teaser, Topic
    from plugins.model.urls import SiteUrls
    from plugins.pages.render import Assets
    from plugins.pages.stylesheets import Stylesheet


class Link(Struct, frozen=True):
    """A link to a page: its text and its URL."""

    name: str
    url: str


class Alternate(Struct, frozen=True):
    """The same page in another language; where it is not `translated`, the nearest page that exists."""

    language: Language
    url: str
    translated: bool


class Pager(Struct, frozen=True):
    """The position in a paginated listing: `previous` is the URL of newer items, `next` of older ones."""

    number: int
    total: int
    previous: str
    next: str


class TopicQuestions(Struct, frozen=True):
    """The questions of one topic; `url` is the page that answers them."""

    topic: Topic
    url: str
    teasers: tuple[Teaser, ...]


class FeedLink(NamedTuple):
    """A feed: its media type, its title and its absolute URL."""

    type: str
    title: str
    url: str


class ContactLink(NamedTuple):
    """A contact in a language: its kind, its URL, what readers see of it, and the text of a link to it."""

    kind: str
    url: str
    shown: str
    label: str


class Site(Struct, frozen=True, kw_only=True):
    """What every page of an edition shows.

    `contacts` has the main one first, `sections` is the main navigation, `pages` the pages about the site,
    `sheets` the style sheets, `script` and `font` the URLs of these files, `feeds` the edition's feeds,
    `card` the default share picture; `page_feeds` are those of single pages, by the URL of the page; `app` is
    whether there are icons, a manifest and a service worker.
    """

    language: Language
    phrases: Phrases
    languages: tuple[Language, ...]
    urls: SiteUrls
    front: str
    config: SiteConfig
    contacts: tuple[ContactLink, ...]
    sections: tuple[Link, ...]
    pages: tuple[Link, ...]
    sheets: tuple[Stylesheet, ...]
    script: str
    font: str
    feeds: tuple[FeedLink, ...] = ()
    page_feeds: Mapping[str, tuple[FeedLink, ...]] = {}
    card: Picture | None = None
    alert: Alert | None = None
    app: bool = True

    @property
    def number(self) -> str:
        """The main contact as readers see it."""
        return self.contacts[0].shown

    def sheets_for(self, html: str) -> tuple[Stylesheet, ...]:
        """The style sheets that a page with this HTML loads."""
        return sheets_for(html, self.sheets)

    def section_url(self, url: str) -> str:
        """The URL of the section or page that contains a URL; empty if none does."""
        return next((each.url for each in (*self.sections, *self.pages) if url.startswith(each.url)), "")


class View(Struct, frozen=True, kw_only=True):
    """The data every page has; subclasses in `page_views` add what their template shows.

    `canonical` is the URL for search engines; `indexed` is false for pages they must not list; `lastmod` is
    the day of the newest change shown; `share` is the share picture (None: the site's own).
    """

    template: ClassVar[str]

    url: str
    canonical: str
    title: str
    description: str
    alternates: tuple[Alternate, ...]
    breadcrumb: tuple[Link, ...] = ()
    lastmod: dt.date | None = None
    indexed: bool = True
    share: Picture | None = None

    @property
    def translations(self) -> tuple[Alternate, ...]:
        """The page in the languages that it exists in."""
        return tuple(each for each in self.alternates if each.translated)


class FigureSetLink(Struct, frozen=True):
    """A figure set in the list of sets: the title of its first card, and the day its figures are as of.

    `language` is that of these texts, `cover` the first card's picture.
    """

    language: Language
    name: str
    url: str
    claim: str
    day: str
    cover: Cover | None


class Page(NamedTuple):
    """A page at an address, rendered from a template.

    `made_from` is all that shapes its view beside its site, `compose` makes the view of it, `listed` is what
    the site map tells of the page, as a text; empty for pages it does not name.
    """

    url: str
    template: str
    inputs: tuple[object, ...]
    compose: Callable[[], View]
    sitemap_entry: str


def page_from_view(view: View) -> Page:
    """A page whose view is already made."""
    listed = ""
    if view.indexed and view.url == view.canonical:
        ways = [(each.language.code, each.url) for each in view.alternates if each.translated]
        listed = f"{view.canonical} {view.lastmod} {ways}"
    return Page(view.url, view.template, (view,), lambda: view, listed)


SECTIONS = ("news", "summaries", "faq", "regions", "topics")
LISTS = ("figures", "corrections")
SAFETY = "safety"
"""The page on what the site cannot hide, if it has the exit."""


def contact_links(config: SiteConfig, phrases: Phrases) -> tuple[ContactLink, ...]:
    """The site's contacts in the language of the phrases."""
    code, isolate = phrases.language.code, phrases.language.isolate
    return tuple(
        ContactLink(
            each.kind,
            each.url,
            each.text,
            each.label.get(code) or phrases.text(f"contact.{each.kind}", show=isolate(each.text)),
        )
        for each in config.contacts
    )


def build_page_site(
    edition: Edition, editions: Sequence[Edition], config: SiteConfig, addresses: SiteUrls, assets: Assets
) -> Site:
    """The `Site` of an edition; empty sections are not in its navigation."""
    code = edition.language.code
    listed = {
        "news": edition.listed_news,
        "summaries": edition.listed_summaries,
        "faq": edition.faq,
        "regions": edition.regions,
        # Five sections do not fit the header of a phone: topics are chosen on the pages of what they list.
        "topics": () if edition.regions else edition.topics,
    }
    sections = [name for name in SECTIONS if listed[name]]
    lists = [
        Link(edition.phrases[f"nav.{name}"], addresses.listing(code, name))
        for name in LISTS
        if name not in config.sections_off
    ]
    if config.safety:
        lists.insert(0, Link(edition.phrases["safety.title"], addresses.listing(code, SAFETY)))
    return Site(
        language=edition.language,
        phrases=edition.phrases,
        languages=tuple(other.language for other in editions),
        urls=addresses,
        front=addresses.front(code),
        config=config,
        contacts=contact_links(config, edition.phrases),
        sections=tuple(
            Link(edition.phrases[f"nav.{name}"], addresses.listing(code, name)) for name in sections
        ),
        pages=(*(Link(page.title, page.url) for page in edition.pages), *lists),
        sheets=tuple(replace(each, address=addresses.url(each.address)) for each in assets.sheets),
        script=addresses.url(assets.script),
        font=addresses.url(assets.font),
        card=edition.card,
    )
