"""The life of a build, top to bottom: from loaded content to a published release."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import StrictUndefined

from plugins.build.cache import BuildCache
from plugins.build.digest import Digester
from plugins.build.files import FileSnapshot, evict_files, toolchain_digest
from plugins.build.settings import settings_digest
from plugins.build.up_to_date import validity
from plugins.content.brand import brand_css
from plugins.content.check_cache import CHECKS
from plugins.content.documents import DOCUMENTS, KEPT, PUBLISHED, TEXTS
from plugins.content.options import build_options
from plugins.content.published_documents import remember_published
from plugins.content.site_config import FILE as SITE_FILE
from plugins.feeds.channels import AGGREGATOR_AGES
from plugins.feeds.feed import feed_authority
from plugins.i18n.language import Language
from plugins.model.edition import Item, Picture, Teaser, Topic
from plugins.pages.render import PageRenderer, read_assets
from plugins.pages.template_dependencies import TemplateDependencies
from plugins.pages.views import Link, Site, TopicQuestions
from plugins.release.incremental_writer import OUTPUTS, IncrementalWriter, OutputIndex
from plugins.release.release import Release
from plugins.site.outputs import (
    SiteBuild,
    compose_feeds,
    index_search,
    render_pages,
    write_app,
    write_files,
    write_press,
)

if TYPE_CHECKING:
    from jinja2 import Environment

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.content.skip_broken import SkippedItems
    from plugins.release.release import ReleaseSummary

    Settings = dict[str, Any]

SHARED_TYPES = (Site, Item, Teaser, Topic, Language, TopicQuestions, Picture, Link, dt.datetime)
"""Types of values that many pages and feeds share, digested once each."""
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
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
