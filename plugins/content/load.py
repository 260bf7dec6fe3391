"""Loads the content folder: scan, read, resolve, validate, build editions."""

from __future__ import annotations

import threading
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.build.cache import BuildCache
from plugins.build.digest import Digester
from plugins.content.card_texts import CardTexts
from plugins.content.check_cache import CheckCache
from plugins.content.content_builder import build_content, collect_problems
from plugins.content.documents import DocumentCache, documents_key, read_documents
from plugins.content.edition_builder import read_topics
from plugins.content.fact_words import read_fact_words
from plugins.content.facts import FactReader
from plugins.content.figure_renderer import FigureRenderer, load_figures
from plugins.content.parity import check_parity, texts_digest
from plugins.content.scan import scan_content
from plugins.content.site_content import LoadResult, SiteContent
from plugins.content.skip_broken import is_in_bundles, load_without_broken
from plugins.content.validate import (
    check_change_dates,
    check_figure_corrections,
    check_sections_off,
    validate_bundles,
)
from plugins.content.yaml_parity import check_yaml_parity, yaml_files
from plugins.diagnostics.problem import ContentError, Problem, Severity
from plugins.i18n.phrase_files import PhraseFolder, load_phrases, placeholder_phrases
from plugins.model.bundle import Bundle, group_bundles
from plugins.model.content_path import parse_content_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.content.options import BuildOptions
    from plugins.figures.model import Figures
    from plugins.i18n.phrases import Phrases
    from plugins.model.content_path import ContentPath
    from plugins.model.document import Document

UNKNOWN_FIGURES = frozenset({"figures-bad-reference", "figures-unknown", "figures-none"})
"""Problems of a reference to a figure that is not there."""

UNREAD_WORDS = frozenset(
    {"phrases-broken", "phrases-missing", "figures-no-phrases", "figures-no-phrase", "figures-phrase-name"}
)
"""Problems of the words of a language, without which its texts cannot be compared with others."""
COMPARED = frozenset(
    {"facts-differ", "facts-missing", "facts-outdated", "texts-differ", "texts-missing", "parity-unused"}
)
"""Problems that come of comparing texts in several languages."""

_reading = threading.RLock()


def load_content(options: BuildOptions) -> SiteContent:
    """Load the content folder; raises `ContentError` with all errors if there is one.

    With `skip_broken` only for errors that belong to no item.
    """
    result = load_site(options)
    if options.skip_broken and not result.ok:
        result = load_without_broken(options, result, load_site)
    if not result.ok:
        raise ContentError(each for each in result.problems if each.severity is Severity.ERROR)
    return result.content


def load_site(options: BuildOptions, replaced: Mapping[str, tuple[Document, ...]] = {}) -> LoadResult:
    """Load everything and collect errors and advice in the order of files and lines; never raises.

    `replaced` has bundles whose files are not read, and the documents that take their place. Threads wait for
    each other: they share the documents in memory.
    """
    with _reading:
        return _load_site(options, replaced)


def _load_site(options: BuildOptions, replaced: Mapping[str, tuple[Document, ...]]) -> LoadResult:
    problems: list[Problem] = list(options.problems)
    phrases = _phrases(options, problems)
    topics = collect_problems(
        read_topics(
            options.content / "topics.yaml", f"{options.display_name}/topics.yaml", options.languages
        ),
        problems,
    )
    renderer = collect_problems(
        load_figures(
            options.content, options.display_name, options.figure_phrases, phrases, options.now.date()
        ),
        problems,
    )
    if not options.preview:
        renderer = replace(renderer, figures=renderer.figures.without_drafts())
    sources = scan_content(options.content, options.display_name, options.languages)
    problems += [each for each in sources.problems if not is_in_bundles(each.path, options, replaced)]
    key = documents_key(phrases)
    cache = DocumentCache.open(options.cache, options.cache_id, key)
    documents = _replace(read_documents(sources.documents, phrases, cache), options, replaced)
    bundles = _bundles(options, documents, renderer, problems)
    texts = CardTexts(renderer, phrases, topics, options.site)
    content = build_content(options, bundles, texts, sources.pictures, problems)
    taken = content.references.links.listings | {f"/{path}" for path in content.public}
    problems += validate_bundles(bundles, topics, taken, options.languages)
    problems += check_sections_off(
        bundles.values(), renderer.figures.sets.values(), options.site.sections_off
    )
    problems += check_change_dates(bundles.values(), options.today)
    problems += check_figure_corrections(renderer.figures.figures.values(), options.today)
    problems += _check_parity(options, bundles, phrases, key)
    found_problems = tuple(sorted(_causes(set(problems), options, renderer.figures)))
    advice = tuple(found for found in found_problems if found.severity is Severity.ADVICE)
    content = replace(content, advice=advice)
    return LoadResult(content=content, phrases=phrases, pictures=sources.pictures, problems=found_problems)


def _causes(problems: set[Problem], options: BuildOptions, figures: Figures) -> set[Problem]:
    """The problems without those that only follow from a file that could not be read, which alone is told.

    Such are unknown figures of a set, and differences between texts whose language has no words.
    """
    if any(each.code in UNREAD_WORDS for each in problems):
        problems = {each for each in problems if each.code not in COMPARED}
    unknown = {each for each in problems if each.code in UNKNOWN_FIGURES}
    if not unknown:
        return problems
    files = {file.stem for file in (options.content / "figures").glob("*.yaml")}
    unread = files - figures.sets.keys() - figures.drafts
    return problems - {each for each in unknown if dict(each.values)["typed"].partition(".")[0] in unread}


def _replace(
    documents: dict[ContentPath, Document],
    options: BuildOptions,
    replaced: Mapping[str, tuple[Document, ...]],
) -> dict[ContentPath, Document]:
    """The documents, with others in place of those of some bundles."""
    kept = {where: each for where, each in documents.items() if where.bundle not in replaced}
    for each in (each for texts in replaced.values() for each in texts):
        names = each.path.removeprefix(f"{options.display_name}/").split("/")
        kept[parse_content_path(names, options.languages)] = each
    return kept


def _check_parity(
    options: BuildOptions, bundles: dict[str, Bundle], phrases: dict[str, Phrases], key: bytes
) -> list[Problem]:
    """What texts in several languages state differently; what did not change is not compared again."""
    folder, folder_name = options.theme / "phrases", f"{options.theme.name}/phrases"
    words, problems = read_fact_words(folder, folder_name, options.languages)
    readers = {
        code: FactReader(each.language, each.telephones, words[code]) for code, each in phrases.items()
    }
    files = yaml_files(options.content, options.display_name)
    key = blake2b(key + Digester()(words).encode(), digest_size=32).digest()
    checks = CheckCache(BuildCache.shared(options.cache), options.cache_id, key)
    digests = {name: texts_digest(bundle) for name, bundle in bundles.items()}
    problems += checks.find("bundles", bundles, digests, partial(check_parity, readers=readers))
    digests = {path: file.digest for path, file in files.items()}
    problems += checks.find("yaml", files, digests, partial(check_yaml_parity, readers=readers))
    return problems


def _phrases(options: BuildOptions, problems: list[Problem]) -> dict[str, Phrases]:
    """The site's phrases, or the theme's; placeholders for missing ones: all else is still checked."""
    folders = (
        PhraseFolder(options.content / "phrases", f"{options.display_name}/phrases"),
        PhraseFolder(options.theme / "phrases", f"{options.theme.name}/phrases"),
    )
    phrases, found_problems = load_phrases(folders, options.languages)
    problems += found_problems
    own = {code: each.for_site(options.site) for code, each in phrases.items()}
    broken = any(found.severity is Severity.ERROR for found in found_problems)
    return placeholder_phrases(own, options.languages) if broken else own


def _bundles(
    options: BuildOptions,
    documents: dict[ContentPath, Document],
    renderer: FigureRenderer,
    problems: list[Problem],
) -> dict[str, Bundle]:
    for where, document in documents.items():
        problems += document.problems
        documents[where] = collect_problems(renderer.resolve_front_matter(document, where.language), problems)
    return group_bundles(documents, options.languages, options.zone)
