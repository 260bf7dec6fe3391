"""The editions' door: one Pelican generator that reads the content once and writes every page."""

from __future__ import annotations

import datetime as dt
import secrets
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined
from msgspec.structs import replace
from pelican import signals
from pelican.generators import Generator

from plugins.build.settings import settings_digest
from plugins.build.toolchain import toolchain_digest
from plugins.content.load import SiteContent, load_content
from plugins.content.options import BuildOptions
from plugins.content.progress import drawing_bar
from plugins.diagnostics.problem import ContentError, problem
from plugins.editions.compiling import ThemeCode
from plugins.editions.kept import retire, signature
from plugins.feeds.subscribe_page import feed_links, feeds_view
from plugins.model.urls import SiteUrls
from plugins.pages.figure_pages import figure_set_views
from plugins.pages.json_ld import json_ld
from plugins.pages.listing_pages import EditionPages
from plugins.pages.render import MAX_BYTES, Assets, excess_size, read_assets, template_globals
from plugins.pages.sitemap import robots_txt, sitemaps
from plugins.pages.views import Page, build_page_site, page_from_view
from plugins.pwa.app import offline_view
from plugins.search.index import search_view
from plugins.writer.templates import Closures, KeptTemplates

FEEDS, SEARCH, PWA = "plugins.feeds.plugin", "plugins.search.plugin", "plugins.pwa.plugin"
PICTURE = "the picture in this file of the cache"
PLACES, PICTURES = 8, 500
"""How many folders' texts and cards, and unused pictures, the cache keeps for a return."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican import Pelican

    from plugins.content.alert import Alert
    from plugins.model.edition import Edition
    from plugins.pages.views import Site, View
    from plugins.release.plugin import SiteWriter


class SiteGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Reads the content into editions, shares them as `context["editions"]`, and writes their pages."""

    def generate_context(self) -> None:
        """Read everything; `ContentError` stops Pelican before anything is written."""
        self.context["content"] = self.content
        self.context["editions"] = self.content.editions
        self.context["options"] = self.options
        self.context["assets"] = self.assets

    def generate_output(self, writer: SiteWriter) -> None:
        """Write every page, the style sheet, the script, the site map and `robots.txt`."""
        addresses = self.options.urls
        writer.now = self.options.now
        writer.moments |= self.content.change_moments
        for path, content in self.assets.files.items():
            writer.release.write(path, content)
        for path, content in self.content.data():
            writer.release.write(path, content)
        for path, file in self.content.pictures():
            writer.press.page(path, PICTURE, signature(file), file.read_bytes)
        indexed = []
        for site, page in self.pages():
            path, template = addresses.output_path(page.url), self.closures.digest(page.template)
            make = partial(self.render, site, page)
            writer.press.page(path, self.ground, (site, *page.inputs), make, template)
            if page.sitemap_entry:
                indexed.append(page)
        for path, listed, written in sitemaps(indexed, addresses):
            writer.press.page(path, self.ground, listed, written)
        writer.release.write("robots.txt", robots_txt(addresses))
        self.retire()

    def retire(self) -> None:
        """Give up what other content folders left in the cache long ago, and pictures no text shows."""
        cache, pictures = self.options.cache, self.content.references.cached_names()
        for name in ("documents", "cards"):
            retire(cache / name, {self.options.cache_id}, PLACES)
        retire(cache / "pictures", pictures, PICTURES)

    @cached_property
    def _names(self) -> dict[str, dict[str, object]]:
        return {}

    @cached_property
    def options(self) -> BuildOptions:
        """What the settings ask for, as the reading wants it."""
        return build_options(self.settings)

    @cached_property
    def content(self) -> SiteContent:
        """The content, read once."""
        return load_content(self.options)

    @cached_property
    def assets(self) -> Assets:
        """The style sheet and the script."""
        return read_assets(self.options.theme / "static")

    @cached_property
    def ground(self) -> str:
        """What every page depends on alike: the code, the libraries, and how templates are read."""
        jinja = {name: value for name, value in self.settings.items() if name.startswith("JINJA_")}
        # Filters of the site's own may have changed without a trace: then every page is rendered.
        return toolchain_digest().hex() + (settings_digest(jinja) or secrets.token_hex())

    @cached_property
    def closures(self) -> Closures:
        """What every template is made of; from then on templates are compiled our way, and kept."""
        # A misspelt name in a template is an error.
        self.env.undefined = StrictUndefined
        # A template does not change while a build reads it: no need to look at its file for every part.
        self.env.auto_reload = False
        kept = self.options.cache / "templates"
        closures = Closures(self.env, self.options.theme / "templates", kept / "closures", self.ground)
        self.env.bytecode_cache = KeptTemplates(kept, closures.ground)
        self.env.code_generator_class = ThemeCode
        return closures

    def pages(self) -> Iterator[tuple[Site, Page]]:
        """Every page: each edition's, and the first one's front at the site's root."""
        for number, edition in enumerate(self.content.editions):
            site = build_page_site(edition, self.content.editions, self.options.urls, self.assets)
            feeds = feed_links(edition, self.options.urls) if FEEDS in self.settings["PLUGINS"] else ()
            site = replace(site, feeds=feeds, alert=self.alert(edition))
            composer = EditionPages(edition, site, self.settings["DEFAULT_PAGINATION"])
            if number == 0:
                yield site, page_from_view(composer.root())
            for page in composer.pages():
                yield site, page
            for view in figure_set_views(edition, site, self.content.cards):
                yield site, page_from_view(view)
            for view in self.plugin_views(edition, site):
                yield site, page_from_view(view)

    def plugin_views(self, edition: Edition, site: Site) -> Iterator[View]:
        """The pages of the plugins in use: where the feeds are, the search, and what is shown offline."""
        plugins = self.settings["PLUGINS"]
        if FEEDS in plugins:
            yield feeds_view(edition, site)
        if SEARCH in plugins:
            yield search_view(edition, site, self.settings["DEFAULT_PAGINATION"])
        if PWA in plugins:
            yield offline_view(edition, site)

    def alert(self, edition: Edition) -> Alert | None:
        """What is shown over every page now."""
        planned = self.content.alert
        return (
            planned.alerts[edition.language.code] if planned and planned.is_active(self.options.now) else None
        )

    def template_globals(self, site: Site) -> dict[str, object]:
        """What the templates of a site's edition know beside the page, always the same."""
        code = site.language.code
        if code not in self._names:
            self._names[code] = template_globals(self.env, site)
        return self._names[code]

    def render(self, site: Site, page: Page) -> bytes:
        """A page: a pure function of its site and its view."""
        view = page.compose()
        template = self.get_template(view.template.removesuffix(".html"))
        text: str = template.render(**self.template_globals(site), view=view, json_ld=json_ld(view, site))
        return self.check_size(text.encode(), view)

    def check_size(self, page: bytes, view: View) -> bytes:
        """The page; raises `ContentError` when it comes too slowly on a bad line."""
        weight = excess_size(page, self.assets.files[self.assets.stylesheet])
        if weight:
            raise ContentError([problem(view.url, 1, "page-too-heavy", weight=weight, most=MAX_BYTES)])
        return page


def build_options(settings: dict[str, Any]) -> BuildOptions:
    """The settings that matter to the content, typed; raises `ValueError` for what is none."""
    zone = ZoneInfo(settings["TIMEZONE"])
    now = dt.datetime.fromisoformat(settings["NOW"]) if settings["NOW"] else dt.datetime.now(zone)
    return BuildOptions(
        content=Path(settings["PATH"]),
        theme=Path(settings["THEME"]),
        cache=Path(settings["CACHE_PATH"]),
        languages=tuple(settings["LANGUAGES"]),
        urls=SiteUrls(settings["SITEURL"]),
        zone=zone,
        now=now if now.tzinfo else now.replace(tzinfo=zone),
        preview=settings["PREVIEW"],
        progress=drawing_bar(),
    )


def generator(_pelican: Pelican) -> type[SiteGenerator]:
    """Tell Pelican what generates the site."""
    return SiteGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
