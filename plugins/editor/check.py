"""Check the content: every error and every piece of advice, and on request links to other sites."""

from __future__ import annotations

import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from itertools import repeat
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import build_opener

from plugins.build.cache import BuildCache, EntryKind
from plugins.content.brand import brand_css
from plugins.content.citations import FILE as SOURCES
from plugins.content.load import load_site
from plugins.diagnostics.problem import Problem, Severity, advice
from plugins.editor.accessibility import accessibility_advice
from plugins.editor.calendar_advice import calendar_advice
from plugins.editor.lead_advice import lead_advice
from plugins.editor.names import credit_advice, name_advice
from plugins.editor.proofread import (
    SpellChecker,
    length_advice,
    spelling_advice,
    style_advice,
    summary_advice,
    word_list_advice,
)
from plugins.editor.script_advice import foreign_script_advice, mixed_script_advice
from plugins.markdown.text_segments import text_segments
from plugins.model.document import Document, FrontMatter, LinkReference
from plugins.pages.page_budget import long_texts
from plugins.pages.render import read_assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult, SiteContent
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.content_path import Section
    from plugins.pages.stylesheets import Stylesheet

    ContentCheck = Callable[[SiteContent, BuildOptions], Iterable[Problem]]

WORD_LISTS = "words"
"""The folder in the content that holds the site's own word lists."""


def check_content(
    options: BuildOptions,
    *,
    external: bool = False,
    spelling: bool = True,
    extra_checks: Iterable[ContentCheck] = (),
) -> list[Problem]:
    """All problems, errors first; `external` requests links, `extra_checks` run on content without errors."""
    loaded = load_site(options)
    problems = {*loaded.problems, *content_advice(loaded, options, spelling=spelling)}
    for check in extra_checks if loaded.ok else ():
        problems |= set(check(loaded.content, options))
    if external:
        documents = [*loaded.documents, _cited_sources(loaded, options)]
        problems |= set(check_links(documents, BuildCache.shared(options.cache)))
    return sorted(problems, key=lambda found: (found.severity is Severity.ADVICE, found))


def _cited_sources(loaded: LoadResult, options: BuildOptions) -> Document:
    """The links of `sources.yaml`, as if they stood in a text."""
    sources = loaded.content.references.regions.citations.sources.values()
    links = tuple(LinkReference(source.url, source.line) for source in sources)
    return Document(path=f"{options.display_name}/{SOURCES}", matter=FrontMatter(), links=links)


def content_advice(loaded: LoadResult, options: BuildOptions, *, spelling: bool = True) -> Iterator[Problem]:
    """Advice on style, completeness and, unless left out, spelling; it never stops the build."""
    lists = {code: options.content / WORD_LISTS / f"{code}.txt" for code in loaded.phrases}
    checkers = {code: SpellChecker(code, words) for code, words in lists.items()} if spelling else {}
    for words in lists.values():
        yield from word_list_advice(words, f"{options.display_name}/{WORD_LISTS}/{words.name}")
    yield from bundles_advice(loaded, options, loaded.content.bundles, checkers)
    yield from duplicate_titles(loaded.content.bundles)


def bundles_advice(
    loaded: LoadResult,
    options: BuildOptions,
    bundles: Mapping[str, Bundle],
    checkers: Mapping[str, SpellChecker],
) -> Iterator[Problem]:
    """Advice on some bundles of the content; what belongs to no bundle is told if they are all of them."""
    for code, phrases in loaded.phrases.items():
        for bundle in bundles.values():
            if code in bundle.documents:
                document = bundle.documents[code]
                yield from _prose_advice(document, bundle.section, phrases, checkers.get(code))
    compared = {found.path for found in loaded.problems if found.code == "facts-outdated"}
    yield from (found for found in outdated_translations(bundles) if found.path not in compared)
    whole = len(bundles) == len(loaded.content.bundles)
    pictures = {name: files for name, files in loaded.pictures.items() if whole or name in bundles}
    yield from unused_pictures(bundles, pictures, options.display_name)
    yield from name_advice(bundles)
    yield from credit_advice(bundles, pictures)
    yield from long_texts(bundles.values(), _stylesheets(options))


def _stylesheets(options: BuildOptions) -> tuple[Stylesheet, ...]:
    brand = brand_css(options.theme, options.site.brand)
    return read_assets(options.theme / "static", brand, safety=options.site.safety is not None).sheets


def _prose_advice(
    document: Document, section: Section, phrases: Phrases, checker: SpellChecker | None
) -> Iterator[Problem]:
    reported: set[str] = set()
    yield from summary_advice(document, section)
    yield from accessibility_advice(document, phrases.language.code)
    segments = tuple(text_segments(document))
    yield from lead_advice(document, segments)
    yield from foreign_script_advice(segments, document, phrases.language)
    for segment in segments:
        yield from style_advice(segment, document.path, phrases.typography)
        yield from calendar_advice(segment, document.path, phrases.language, phrases.telephones)
        yield from length_advice(segment, document.path)
        yield from mixed_script_advice(segment, document.path)
        if checker:
            yield from spelling_advice(segment, document.path, checker, reported)


def duplicate_titles(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Items of one language and section that share a title: a listing cannot tell them apart."""
    seen: dict[tuple[str, str, str], str] = {}
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            title = " ".join(document.matter.title.casefold().split())
            first = seen.setdefault((code, bundle.section, title), document.path)
            if title and first != document.path:
                line = document.matter.line("title")
                yield advice(document.path, line, "title-repeated", title=document.matter.title, other=first)


def unused_pictures(
    bundles: Mapping[str, Bundle], pictures: Mapping[str, Mapping[str, Path]], display_name: str
) -> Iterator[Problem]:
    """Pictures in a bundle that none of its texts shows."""
    for name, files in pictures.items():
        documents = bundles[name].documents.values() if name in bundles else ()
        used = {picture.name for document in documents for picture in document.pictures}
        for file in sorted(files.keys() - used):
            yield advice(f"{display_name}/{name}/{file}", 1, "picture-unused", name=file)


def outdated_translations(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Translations whose original has changed since, with the changed sections."""
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            if changed := bundle.changed_since_translated(code):
                sections = ", ".join(part.heading or f"{bundle.primary.path}:{part.line}" for part in changed)
                line = document.matter.line("translated_from")
                yield advice(
                    document.path, line, "translation-outdated", sections=sections, bundle=bundle.name
                )


MAX_HOSTS = 8
CACHE_SECONDS = 7 * 24 * 3600
TIMEOUT = 15
"""Seconds to wait for a response."""
SAFE_CHARS = "/#?=&%:+,;@!$'()*[]~"
HOST_DELAY = 0.5
"""Seconds between two requests to one host."""
OPENER = build_opener()
OPENER.addheaders = [("User-Agent", "Mozilla/5.0 (compatible; hotline-news link check)")]
BOT_REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.METHOD_NOT_ALLOWED, 999}
"""Status codes that refuse automated clients and say nothing about the page."""
Results = dict[str, tuple[float, str]]
"""By address: when it was requested, in seconds since 1970, and its error or an empty text."""
RESULTS: EntryKind[Results] = EntryKind("links", Results)


def check_links(
    documents: Iterable[Document], cache: BuildCache, delay: float = HOST_DELAY
) -> Iterator[Problem]:
    """Request external links; dead ones, in the order of the documents.

    Working links are cached for a week, dead ones are requested again each time.
    """
    links = [
        (document, link)
        for document in documents
        for link in document.links
        if link.target.startswith(("http://", "https://"))
    ]
    oldest = time.time() - CACHE_SECONDS
    cached = cache.load(RESULTS, "", b"") or {}
    results = {target: result for target, result in cached.items() if result[0] > oldest}
    results |= _request(sorted({link.target for _, link in links} - results.keys()), delay)
    cache.store(RESULTS, "", b"", {target: result for target, result in results.items() if not result[1]})
    for document, link in links:
        if error := results[link.target][1]:
            yield advice(document.path, link.line, "external-dead", target=link.target, reason=error)


def _request(targets: Iterable[str], delay: float) -> Results:
    """The results of all addresses: hosts in parallel, the addresses of one host in sequence."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for target in targets:
        hosts[urlsplit(target).netloc].append(target)
    results: Results = {}
    with ThreadPoolExecutor(MAX_HOSTS) as pool:
        for found in pool.map(_request_host, hosts.values(), repeat(delay)):
            results |= found
    return results


def _request_host(targets: list[str], delay: float) -> Results:
    results = {}
    for number, target in enumerate(targets):
        time.sleep(delay if number else 0)
        results[target] = (time.time(), link_error(target))
    return results


def link_error(target: str) -> str:
    """Why an external link leads nowhere; empty if it leads somewhere."""
    try:
        with OPENER.open(ascii_url(target), timeout=TIMEOUT):
            return ""
    except HTTPError as error:
        return "" if error.code in BOT_REFUSALS else f"{error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def ascii_url(target: str) -> str:
    """An address in ASCII: IDNA host, percent-encoded path; raises `ValueError` for an invalid host.

    >>> ascii_url("https://объясняем.рф/вопросы?a=1")
    'https://xn--90aivcdt6dxbc.xn--p1ai/%D0%B2%D0%BE%D0%BF%D1%80%D0%BE%D1%81%D1%8B?a=1'
    """
    parts = urlsplit(target)
    host = parts.netloc.encode("idna").decode()
    return quote(parts._replace(netloc=host).geturl(), safe=SAFE_CHARS)
