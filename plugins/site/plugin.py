"""The editions' door: one Pelican generator that reads the content once and writes every page."""

from __future__ import annotations

import datetime as dt
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from pelican import signals
from pelican.generators import Generator

from plugins.content.brief import Brief
from plugins.content.progress import drawing_bar
from plugins.content.read import Content, read_content
from plugins.diagnostics.problem import ContentError, problem
from plugins.editions.compiling import ThemeCode
from plugins.editions.kept import retire, signature
from plugins.editions.makers import makers
from plugins.model.urls import SiteUrls
from plugins.pages.figure_pages import figure_set_views
from plugins.pages.json_ld import json_ld
from plugins.pages.listing_pages import EditionPages
from plugins.pages.render import MAX_BYTES, Assets, excess_size, read_assets, template_globals
from plugins.pages.sitemap import robots_txt, sitemaps
from plugins.pages.views import Page, build_page_site, page_from_view
from plugins.writer.digest import Digester
from plugins.writer.templates import Closures, KeptTemplates

PICTURE = "the picture in this file of the cache"
PLACES, PICTURES = 8, 500
"""How many folders' texts and cards, and unused pictures, the cache keeps for a return."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican import Pelican

    from plugins.content.alert import Alert
    from plugins.model.edition import Edition
    from plugins.pages.views import FeedLink, Site, View
    from plugins.release.plugin import SiteWriter


class EditionsGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Reads the content into editions, shares them as `context["editions"]`, and writes their pages."""

    def generate_context(self) -> None:
        """Read everything; `ContentError` stops Pelican before anything is written."""
        compiling = self.closures.compile()
        self.context["content"] = self.content
        self.context["editions"] = self.content.editions
        self.context["brief"] = self.brief
        self.context["assets"] = self.assets
        if compiling:
            compiling.result  # noqa: B018 - there is none, but it is waited for

    def generate_output(self, writer: SiteWriter) -> None:
        """Write every page, the style sheet, the script, the site map and `robots.txt`."""
        addresses = self.brief.addresses
        writer.now = self.brief.now
        writer.moments |= self.content.moments
        for path, content in self.assets.files.items():
            writer.release.write(path, content)
        for path, content in self.content.data():
            writer.release.write(path, content)
        for path, file in self.content.pictures():
            writer.press.page(path, PICTURE, signature(file), file.read_bytes)
        indexed = []
        for site, page in self.pages():
            shown = (self.closures.digest(page.template), site, *page.inputs)
            make = partial(self.render, site, page)
            writer.press.page(addresses.output_path(page.url), self.ground, shown, make)
            if page.sitemap_entry:
                indexed.append(page)
        for path, listed, written in sitemaps(indexed, addresses):
            writer.press.page(path, self.ground, listed, written)
        writer.release.write("robots.txt", robots_txt(addresses))
        self.retire()

    def retire(self) -> None:
        """Give up what other content folders left in the cache long ago, and pictures no text shows."""
        cache, pictures = self.brief.cache, self.content.finisher.cached_names()
        for name in ("documents", "cards"):
            retire(cache / name, {self.brief.own}, PLACES)
        retire(cache / "pictures", pictures, PICTURES)

    @cached_property
    def _names(self) -> dict[str, dict[str, object]]:
        return {}

    @cached_property
    def brief(self) -> Brief:
        """What the settings ask for, as the reading wants it."""
        return brief_of(self.settings)

    @cached_property
    def content(self) -> Content:
        """The content, read once."""
        return read_content(self.brief)

    @cached_property
    def assets(self) -> Assets:
        """The style sheet and the script."""
        return read_assets(self.brief.theme / "static")

    @cached_property
    def ground(self) -> str:
        """What every page depends on alike: the code, the libraries, and how templates are read."""
        jinja = {name: repr(value) for name, value in self.settings.items() if name.startswith("JINJA_")}
        return Digester()(makers(), jinja)

    @cached_property
    def closures(self) -> Closures:
        """What every template is made of; from then on templates are compiled our way, and kept."""
        # A template does not change while a build reads it: no need to look at its file for every part.
        self.env.auto_reload = False
        kept = self.brief.cache / "templates"
        closures = Closures(self.env, self.brief.theme / "templates", kept / "closures", self.ground)
        self.env.bytecode_cache = KeptTemplates(kept, closures.ground)
        self.env.code_generator_class = ThemeCode
        return closures

    def pages(self) -> Iterator[tuple[Site, Page]]:
        """Every page: each edition's, and the first one's front at the site's root."""
        for number, edition in enumerate(self.content.editions):
            site = build_page_site(edition, self.content.editions, self.brief.addresses, self.assets)
            site = replace(site, feeds=self.feed_links(edition), alert=self.alert(edition))
            composer = EditionPages(edition, site, self.settings["DEFAULT_PAGINATION"])
            if number == 0:
                yield site, page_from_view(composer.root())
            for page in composer.pages():
                yield site, page
            for view in figure_set_views(edition, site, self.content.gallery):
                yield site, page_from_view(view)
            for compose in self.context.get("more_views", ()):
                yield site, page_from_view(compose(edition, site))

    def alert(self, edition: Edition) -> Alert | None:
        """What is shown over every page now."""
        planned = self.content.alert
        return (
            planned.alerts[edition.language.code] if planned and planned.is_active(self.brief.now) else None
        )

    def feed_links(self, edition: Edition) -> tuple[FeedLink, ...]:
        """The edition's feeds, where the plugin that makes them is in use."""
        links = self.context.get("feed_links")
        return links(edition, self.brief.addresses) if links else ()

    def names(self, site: Site) -> dict[str, object]:
        """What the templates of a site's edition know beside the page, always the same."""
        code = site.language.code
        if code not in self._names:
            self._names[code] = template_globals(self.env, site)
        return self._names[code]

    def render(self, site: Site, page: Page) -> bytes:
        """A page: a pure function of its site and its view."""
        view = page.compose()
        template = self.get_template(view.template.removesuffix(".html"))
        text: str = template.render(**self.names(site), view=view, json_ld=json_ld(view, site))
        return self.weighed(text.encode(), view)

    def weighed(self, page: bytes, view: View) -> bytes:
        """The page; raises `ContentError` when it comes too slowly on a bad line."""
        weight = excess_size(page, self.assets.files[self.assets.stylesheet])
        if weight:
            raise ContentError([problem(view.url, 1, "page-too-heavy", weight=weight, most=MAX_BYTES)])
        return page


def brief_of(settings: dict[str, Any]) -> Brief:
    """The settings that matter to the content, typed; raises `ValueError` for what is none."""
    zone = ZoneInfo(settings["TIMEZONE"])
    now = dt.datetime.fromisoformat(settings["NOW"]) if settings["NOW"] else dt.datetime.now(zone)
    return Brief(
        content=Path(settings["PATH"]),
        theme=Path(settings["THEME"]),
        cache=Path(settings["CACHE_PATH"]),
        languages=tuple(settings["LANGUAGES"]),
        addresses=SiteUrls(settings["SITEURL"]),
        zone=zone,
        now=now if now.tzinfo else now.replace(tzinfo=zone),
        preview=settings["PREVIEW"],
        progress=drawing_bar(),
        look=settings.get("CONTENT_LOOK"),
        soon=settings.get("NEEDED_SOON", ()),
    )


def generator(_pelican: Pelican) -> type[EditionsGenerator]:
    """Tell Pelican what generates the site."""
    return EditionsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
