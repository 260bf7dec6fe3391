"""The life of a build, top to bottom: from loaded content to a published release."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import StrictUndefined
from msgspec.structs import replace

from plugins.build.cache import BuildCache
from plugins.build.digest import Digester
from plugins.build.files import FileSnapshot, evict_files, file_state, toolchain_digest
from plugins.build.settings import settings_digest
from plugins.build.up_to_date import validity
from plugins.content.brand import brand_css, brand_palettes
from plugins.content.check_cache import CHECKS
from plugins.content.documents import DOCUMENTS, KEPT, PUBLISHED, TEXTS
from plugins.content.ledger_checks import require_released
from plugins.content.options import build_options
from plugins.content.published_documents import remember_published
from plugins.content.site_config import FILE as SITE_FILE
from plugins.feeds.alert_files import alert_files
from plugins.feeds.announce import key_file
from plugins.feeds.channels import AGGREGATOR_AGES, SITEMAP_FILE
from plugins.feeds.discovery import feed_links, opml_files, page_feeds, short_addresses
from plugins.feeds.feed import feed_authority, feed_context
from plugins.feeds.feed_files import feed_files
from plugins.feeds.releases import edition_releases
from plugins.feeds.subscribe_page import feeds_view
from plugins.i18n.language import Language
from plugins.model.edition import Item, Picture, Teaser, Topic
from plugins.pages.embed_pages import embed_view, oembed_file
from plugins.pages.figure_pages import figure_set_views
from plugins.pages.listing_pages import EditionPages
from plugins.pages.press_kit import PressKit
from plugins.pages.press_pages import press_views
from plugins.pages.render import PageRenderer, read_assets
from plugins.pages.sitemap import robots_txt, sitemaps
from plugins.pages.template_dependencies import TemplateDependencies
from plugins.pages.views import Link, Page, Site, TopicQuestions, build_page_site, page_from_view
from plugins.publish.server_config import PAGELESS_REDIRECTS
from plugins.pwa.web_app import (
    KeptFiles,
    icon_design,
    icon_files,
    offline_view,
    render_manifest,
    render_worker,
)
from plugins.release.incremental_writer import OUTPUTS, IncrementalWriter, OutputIndex
from plugins.release.release import Release
from plugins.search.index import FOLDER, offline_files, search_files
from plugins.search.language_data import STEMMERS, read_search_language
from plugins.search.search_page import search_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.content.skip_broken import SkippedItems
    from plugins.model.edition import Edition
    from plugins.pages.render import Assets
    from plugins.release.release import ReleaseSummary

    Settings = dict[str, Any]

SHARED_TYPES = (Site, Item, Teaser, Topic, Language, TopicQuestions, Picture, Link, dt.datetime)
"""Types of values that many pages and feeds share, digested once each."""
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
PICTURE_KEY = "a picture file of the cache"
OTHER_OUTPUTS, OTHER_FOLDERS, UNUSED_PICTURES = 8, 8, 500
"""Other output folders, other content folders and unused pictures whose cache entries are kept."""


class BuildResult(NamedTuple):
    """What a build did: its release, the published files, the time span in which it is valid, its zone.

    `skipped` are the broken items that it did not build.
    """

    summary: ReleaseSummary
    published: FileSnapshot
    valid: tuple[float, float]
    timezone: str
    skipped: SkippedItems


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


def build_site(settings: Settings, content: SiteContent, environment: Environment) -> BuildResult:
    """Build the site from loaded content and release it.

    `environment` is Pelican's for the theme. Raises `ContentError` and `BuildError`; the published site then
    stays as it was.
    """
    options = build_options(settings)
    cache = BuildCache.shared(options.cache)
    output = Path(settings["OUTPUT_PATH"])
    with Release(output) as release:
        index = OutputIndex(cache, output)
        safety = options.site.safety is not None
        brand = brand_css(options.theme, options.site.brand)
        assets = read_assets(options.theme / "static", brand, safety=safety)
        renderer = page_renderer(environment, options, cache, _base_key(settings))
        writer = IncrementalWriter(release, index, Digester(*SHARED_TYPES))
        build = SiteBuild(settings, options, content, assets, renderer, writer)
        write_files(build)
        render_pages(build)
        write_press(build)
        if build.includes("feeds"):
            compose_feeds(build)
        if build.includes("search"):
            index_search(build)
        if build.includes("pwa"):
            write_app(build)
        writer.flush()
        keep_published_pages(build)
        result = commit_release(build)
    if not options.preview:
        remember_published(options, content.bundles)
    evict_stale(build, cache)
    return result


def page_renderer(
    environment: Environment, options: BuildOptions, cache: BuildCache, base_key: str
) -> PageRenderer:
    """The renderer of the theme's templates; a misspelt name in one is an error."""
    environment.undefined = StrictUndefined
    environment.auto_reload = False  # templates do not change during a build
    environment.cache = {}  # all of them: the default cache is put in the order of use at every include
    dependencies = TemplateDependencies(environment, options.theme / "templates", cache, base_key)
    site_file = f"{options.display_name}/{SITE_FILE}"
    return PageRenderer(environment, dependencies, base_key, site_file)


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


def keep_published_pages(build: SiteBuild) -> None:
    """Keep the published pages of items that cannot be built, with the pictures that they show."""
    release, codes = build.writer.release, build.options.languages
    folders = {f"{code}/{name}/" for name in build.content.skipped.left_out for code in codes}
    paths = [path for path in release.published_paths if f"{path.rpartition('/')[0]}/" in folders]
    pages = [release.read_published(path) or b"" for path in paths]
    shown = [
        path
        for path in (release.published_paths if pages else ())
        if path.endswith(PICTURE_SUFFIXES) and any(path.encode() in page for page in pages)
    ]
    for path in (*paths, *shown):
        with suppress(FileNotFoundError, ValueError):  # altered since, or its address is taken by now
            release.reuse(path)


def commit_release(build: SiteBuild) -> BuildResult:
    """Publish the release, and index its files for the next build."""
    index = build.writer.index
    release = build.writer.release
    summary = release.commit(force=build.settings["FORCE_RELEASE"] or _replaces_another_site(build, release))
    states = index.save(summary.paths, summary.file_states)
    files = [(index.folder + path, state) for path, state in states.items()]
    published = FileSnapshot(str(index.output), time.time_ns(), files)
    return BuildResult(
        summary,
        published,
        validity(change_moments(build), build.options.now),
        build.options.zone.key,
        build.content.skipped,
    )


def _replaces_another_site(build: SiteBuild, release: Release) -> bool:
    """Whether the published site's feeds have another authority: then its pages are not missing."""
    feeds = (path for path in release.published_paths if path.count("/") == 1 and path.endswith("/atom.xml"))
    found = {feed_authority(release.read_published(path) or b"") for path in feeds}
    return bool(found) and build.options.site.feeds.authority not in found


def change_moments(build: SiteBuild) -> set[dt.datetime]:
    """The moments at which something appears or disappears without an edit."""
    moments = build.content.change_moments
    if build.includes("feeds"):
        released = build.content.release_moments
        moments |= {moment + age for moment in released for age in AGGREGATOR_AGES}
    return moments


def evict_stale(build: SiteBuild, cache: BuildCache) -> None:
    """Evict cache entries of other content and output folders, and pictures that no text shows."""
    options = build.options
    cache.evict([OUTPUTS], build.writer.index.scope, OTHER_OUTPUTS)
    cache.evict((DOCUMENTS, TEXTS, KEPT, PUBLISHED, CHECKS), options.cache_id, OTHER_FOLDERS)
    evict_files(options.cache / "cards", {options.cache_id}, OTHER_FOLDERS)
    evict_files(options.cache / "pictures", build.content.references.cached_names(), UNUSED_PICTURES)


def _base_key(settings: Settings) -> str:
    """What every page depends on: code, libraries, and how templates are read."""
    jinja = {name: value for name, value in settings.items() if name.startswith("JINJA_")}
    # Filters defined in the settings file cannot be compared: every page is rendered.
    return toolchain_digest().hex() + (settings_digest(jinja) or secrets.token_hex())
