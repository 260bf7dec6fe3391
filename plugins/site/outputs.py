"""The steps of a build: what each writes of the loaded content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from plugins.build.cache import BuildCache
from plugins.build.files import file_state, toolchain_digest
from plugins.content.brand import brand_palettes
from plugins.content.ledger_checks import require_released
from plugins.feeds.alert_files import alert_files
from plugins.feeds.announce import key_file
from plugins.feeds.channels import SITEMAP_FILE
from plugins.feeds.discovery import feed_links, opml_files, page_feeds, short_addresses
from plugins.feeds.feed import feed_context
from plugins.feeds.feed_files import feed_files
from plugins.feeds.releases import edition_releases
from plugins.feeds.subscribe_page import feeds_view
from plugins.pages.embed_pages import embed_view, oembed_file
from plugins.pages.figure_pages import figure_set_views
from plugins.pages.listing_pages import EditionPages
from plugins.pages.press_kit import PressKit
from plugins.pages.press_pages import press_views
from plugins.pages.sitemap import robots_txt, sitemaps
from plugins.pages.views import Page, Site, build_page_site, page_from_view
from plugins.publish.server_config import PAGELESS_REDIRECTS
from plugins.pwa.web_app import (
    KeptFiles,
    icon_design,
    icon_files,
    offline_view,
    render_manifest,
    render_worker,
)
from plugins.search.index import FOLDER, offline_files, search_files
from plugins.search.language_data import STEMMERS, read_search_language
from plugins.search.search_page import search_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.model.edition import Edition
    from plugins.pages.render import Assets, PageRenderer
    from plugins.release.incremental_writer import IncrementalWriter

    Settings = dict[str, Any]

PICTURE_KEY = "a picture file of the cache"


@dataclass(frozen=True)
class SiteBuild:
    """What the steps of a build share."""

    settings: Settings
    options: BuildOptions
    content: SiteContent
    assets: Assets
    renderer: PageRenderer
    writer: IncrementalWriter

    def includes(self, package: str) -> bool:
        """Whether the plugin of a package is in use: feeds, search or pwa; a section may be switched off."""
        is_off = package in self.options.site.sections_off
        return not is_off and f"plugins.{package}" in self.settings["PLUGINS"]

    @cached_property
    def sites(self) -> tuple[tuple[Edition, Site], ...]:
        """Every edition with what its pages share."""
        return tuple((edition, _edition_site(self, edition)) for edition in self.content.editions)

    @cached_property
    def data(self) -> dict[str, bytes]:
        """The bytes of every figure set's tables by output path."""
        return dict(self.content.data())

    @cached_property
    def press_kits(self) -> dict[str, PressKit]:
        """The press kit of each edition by its language."""
        kits: dict[str, PressKit] = {}
        for _, site in self.sites:
            kits[site.language.code] = PressKit(site, self.content.cards, self.data, kits)
        return kits


def write_files(build: SiteBuild) -> None:
    """Write the style sheets, the script, figure data, and pictures with their cards."""
    for path, content in (*build.assets.files.items(), *build.data.items()):
        build.writer.write(path, content)
    for path, file in build.content.pictures():
        build.writer.add(path, PICTURE_KEY, file_state(str(file)), file.read_bytes)


def render_pages(build: SiteBuild) -> None:
    """Render every page, the sitemap and `robots.txt`."""
    urls, renderer = build.options.urls, build.renderer
    listed = []
    for site, page in site_pages(build):
        build.writer.add(
            urls.output_path(page.url),
            renderer.base_key,
            (site, *page.inputs),
            partial(renderer.render, site, page),
            renderer.template_digest(page.template),
        )
        if page.sitemap_entry:
            listed.append(page)
    for path, entries, render in sitemaps(listed, urls):
        build.writer.add(path, renderer.base_key, entries, render)
    news = build.options.site.feeds.news_sitemap if build.includes("feeds") else ()
    build.writer.write("robots.txt", robots_txt(urls, [f"{code}/{SITEMAP_FILE}" for code in news]))
    if redirects := pageless_redirects(build):
        build.writer.write(PAGELESS_REDIRECTS, redirects)


def pageless_redirects(build: SiteBuild) -> bytes:
    """The former addresses that no redirect page can answer, and their URLs: a pair a line, for servers."""
    items = (item for edition in build.content.editions for item in edition.items)
    moved = {old.text: item.url for item in items for old in item.moved_from if not old.page}
    if build.includes("feeds"):
        languages = [edition.language.code for edition in build.content.editions]
        moved = short_addresses(languages, build.options.urls) | moved
    lines = [f"{old} {new}\n" for old, new in moved.items()]
    return "".join(sorted(lines)).encode()


def site_pages(build: SiteBuild) -> Iterator[tuple[Site, Page]]:
    """Every page with its edition's site: the first edition's front page at the root, then all editions'."""
    options, content, page_size = build.options, build.content, build.settings["DEFAULT_PAGINATION"]
    for number, (edition, site) in enumerate(build.sites):
        pages = EditionPages(edition, site, page_size)
        if number == 0:
            for page in pages.root():
                yield site, page
        for page in pages.pages():
            yield site, page
        for view in figure_set_views(edition, site, content.cards):
            yield site, page_from_view(view)
        kit = build.press_kits[site.language.code]
        for view in (*press_views(kit), *map(embed_view, kit.embeds.values())):
            yield site, page_from_view(view)
        if build.includes("feeds"):
            yield site, page_from_view(feeds_view(edition, site))
        if build.includes("search"):
            yield site, page_from_view(search_view(edition, site, page_size))
        if build.includes("pwa") and not options.site.safety:
            yield site, page_from_view(offline_view(edition, site, search=has_search(build, edition)))


def _edition_site(build: SiteBuild, edition: Edition) -> Site:
    options, content = build.options, build.content
    site = build_page_site(edition, content.editions, options.site, options.urls, build.assets)
    alert = content.active_alert(edition.language.code, options.now)
    site = replace(site, alert=alert, app=build.includes("pwa"))
    if not build.includes("feeds"):
        return site
    own = page_feeds(edition, options.urls, edition_releases(edition, content.ledger))
    return replace(site, feeds=feed_links(edition, options.urls), page_feeds=own)


def write_press(build: SiteBuild) -> None:
    """Write the archives of every press kit, and the oEmbed file of every card."""
    kits = build.press_kits.values()
    of_kits = [(*kit.set_archives.values(), *kit.year_archives.values()) for kit in kits]
    for archive in {each.path: each for archives in of_kits for each in archives}.values():
        build.writer.add(archive.path, toolchain_digest().hex(), archive.inputs, archive.compose)
    for kit in kits:
        for embedded in kit.embeds.values():
            path = build.options.urls.output_path(embedded.link.oembed)
            build.writer.write(path, oembed_file(embedded))


def compose_feeds(build: SiteBuild) -> None:
    """Compose every edition's feeds; raises `ContentError` if readers would lose or duplicate an item."""
    options, writer = build.options, build.writer
    if not options.preview:
        require_released(build.content, options)
    base_key = toolchain_digest().hex()
    contexts = [feed_context(edition, build.content, options) for edition in build.content.editions]
    of_editions = (file for each in contexts for file in feed_files(each, options.now, writer.digester))
    if options.site.feeds.indexnow:
        writer.write(*key_file(options.site.feeds.authority))
    shared = (*alert_files(contexts, writer.digester), *opml_files(contexts, writer.digester))
    for file in (*of_editions, *shared):
        writer.add(options.urls.output_path(file.url), base_key, file.fingerprint, file.compose)


def has_search(build: SiteBuild, edition: Edition) -> bool:
    """Whether an edition can be searched."""
    return build.includes("search") and build.settings["SEARCH"] and bool(edition.items)


def index_search(build: SiteBuild) -> None:
    """Write the search script and, unless `SEARCH` is off, the index and the stemmer of every edition."""
    theme, cache = build.options.theme, BuildCache.shared(build.options.cache)
    build.writer.write(f"{FOLDER}/search.js", (theme / "static" / "js" / "search.js").read_bytes())
    if not build.settings["SEARCH"]:
        return
    editions = [edition for edition in build.content.editions if edition.items]
    languages = {
        code: read_search_language(theme, edition.language, build.content.synonyms.get(code, ()))
        for edition in editions
        for code in [edition.language.code]
    }
    for path, content in search_files(editions, languages, cache, toolchain_digest()):
        build.writer.write(path, content)
    for code, language in languages.items():
        if language.stemmer:
            script = theme / STEMMERS / f"{language.stemmer}.js"
            build.writer.write(f"{FOLDER}/{code}/stemmer.js", script.read_bytes())


def write_app(build: SiteBuild) -> None:
    """Write icons, manifests and the service worker, whose version depends on the pages it caches.

    A site with `safety` leaves nothing on the device: its worker removes itself, and it cannot be installed.
    """
    options, writer, editions = build.options, build.writer, build.content.editions
    static = options.theme / "static"
    design = icon_design(options.site, brand_palettes(options.theme, options.site.brand)["light"])
    for path, draw in icon_files(design):
        writer.add(path, toolchain_digest().hex(), design, draw)
    if options.site.safety:
        writer.write("worker.js", (static / "safety" / "worker.js").read_bytes())
        return
    writer.flush()
    for edition in editions:
        path = f"{edition.language.code}/site.webmanifest"
        writer.write(path, render_manifest(edition, options.site, options.urls, design))

    file_at = options.urls.output_path

    def digest(url: str) -> str:
        return writer.release.entry(file_at(url)).sha256

    script = (static / "js" / "worker.js").read_text(encoding="utf-8")
    shared = [options.urls.url(path) for path in build.assets.files]
    if logo := options.site.brand.logo:
        shared.append(options.urls.url(logo.path))
    search = {
        code: [url for url in map(options.urls.url, offline_files(code)) if writer.release.has(file_at(url))]
        for code in (edition.language.code for edition in editions)
    }
    writer.write(
        "worker.js", render_worker(script, editions, options.urls, KeptFiles(shared, search), digest)
    )
