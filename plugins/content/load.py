"""Loads the content folder: scan, read, resolve, validate, build editions."""

from __future__ import annotations

import datetime as dt
import threading
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.build.cache import BuildCache
from plugins.build.digest import Digester
from plugins.content.alert import PlannedAlert, read_alert
from plugins.content.answer_checks import check_answers, read_answer_words
from plugins.content.brand import brand_palettes
from plugins.content.card_registry import CardRegistry, CardTexts
from plugins.content.check_cache import CheckCache
from plugins.content.citations import Citations, read_cited_sources
from plugins.content.documents import DocumentCache, documents_key, read_documents
from plugins.content.edition_builder import EditionBuilder, read_topics
from plugins.content.fact_words import read_fact_words
from plugins.content.facts import FactReader
from plugins.content.figure_renderer import FigureRenderer, data_files, load_figures
from plugins.content.front_facts import resolve_front_facts
from plugins.content.ledger import Ledger, read_ledger
from plugins.content.links import LinkResolver, listing_paths, site_files
from plugins.content.parity import check_parity, texts_digest
from plugins.content.public_files import read_public_files
from plugins.content.reference_resolver import ReferenceResolver
from plugins.content.region_tables import RegionTables
from plugins.content.regions import RegionData, read_regions
from plugins.content.scan import scan_content
from plugins.content.skip_broken import SkippedItems, is_in_bundles, load_without_broken
from plugins.content.synonyms import Synonyms, read_synonyms
from plugins.content.validate import (
    check_change_dates,
    check_figure_corrections,
    check_sections_off,
    validate_bundles,
)
from plugins.content.yaml_parity import check_yaml_parity, yaml_files
from plugins.diagnostics.problem import ContentError, Problem, Severity
from plugins.i18n.phrases import PhraseFolder, Phrases, load_phrases
from plugins.i18n.placeholder_phrases import placeholder_phrases
from plugins.model.bundle import Bundle, group_bundles, merge_targets, visible_bundles
from plugins.model.citation import old_from
from plugins.model.config import SiteSection
from plugins.model.content_path import parse_content_path
from plugins.model.document import GONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from plugins.content.alert import Alert
    from plugins.content.options import BuildOptions
    from plugins.figures.model import Figures, FigureSet
    from plugins.model.content_path import ContentPath
    from plugins.model.document import Document
    from plugins.model.edition import Edition

Read = TypeVar("Read")
UNKNOWN_FIGURES = frozenset({"figures-bad-reference", "figures-unknown", "figures-none"})
"""Problems of a reference to a figure that is not there."""

_reading = threading.RLock()


class SiteContent(Struct, frozen=True, kw_only=True, dict=True):
    """Loaded content: editions, all bundles (hidden ones too), cards, and advice.

    `public` has the file of each output path that is copied as it is; `ledger` is what was released before;
    `skipped` are the items that are not built as they are; on the days in `old_from`, in the zone, what
    readers are told of the age of answers changes.
    """

    editions: tuple[Edition, ...]
    bundles: dict[str, Bundle]
    references: ReferenceResolver
    cards: CardRegistry
    zone: ZoneInfo
    alert: PlannedAlert | None
    public: dict[str, Path] = field(default_factory=dict)
    synonyms: dict[str, Synonyms] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    advice: tuple[Problem, ...] = field(default=())
    old_from: frozenset[dt.date] = frozenset()
    skipped: SkippedItems = field(default_factory=SkippedItems)

    @property
    def change_moments(self) -> set[dt.datetime]:
        """Moments at which something appears or disappears without an edit."""
        planned = {self.alert.starts, self.alert.ends} if self.alert else set()
        planned |= {dt.datetime.combine(day, dt.time(), self.zone) for day in self.old_from}
        planned |= {alert.revisions[-1].ends for alert in self.ledger.alerts.values()}
        return planned | {bundle.published for bundle in self.bundles.values() if bundle.published}

    @property
    def release_moments(self) -> set[dt.datetime]:
        """Moments that items are released at, by their own dates or by the ledger."""
        dated = {bundle.published for bundle in self.bundles.values() if bundle.published}
        return dated | {record.released for record in self.ledger.items.values() if record.released}

    def active_alert(self, language: str, now: dt.datetime) -> Alert | None:
        """The alert visible in a language at a moment."""
        return self.alert.alerts[language] if self.alert and self.alert.is_active(now) else None

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """The output path and the file of every picture and card, and of every public file."""
        yield from self.public.items()
        yield from self.references.picture_files()
        yield from self.cards.pictures.items()

    def data(self) -> Iterator[tuple[str, bytes]]:
        """Output path and bytes of every figure set as data."""
        yield from data_files(self.cards.texts.figure_renderer)


class LoadResult(Struct, frozen=True, kw_only=True, dict=True):
    """Loaded content with all problems; the editors' checks start from it."""

    content: SiteContent
    phrases: dict[str, Phrases]
    pictures: dict[str, dict[str, Path]]
    problems: tuple[Problem, ...]

    @property
    def documents(self) -> list[Document]:
        """Every document, in the order of bundles and languages."""
        return [
            document for bundle in self.content.bundles.values() for document in bundle.documents.values()
        ]

    @property
    def ok(self) -> bool:
        """Whether the site may be built."""
        return not any(found.severity is Severity.ERROR for found in self.problems)


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
    topics = _collect_problems(
        read_topics(
            options.content / "topics.yaml", f"{options.display_name}/topics.yaml", options.languages
        ),
        problems,
    )
    renderer = _collect_problems(
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
    content = _build_content(options, bundles, texts, sources.pictures, problems)
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
    """The problems without unknown figures of sets whose file could not be read: that alone is to be told."""
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


def _collect_problems(read: tuple[Read, Iterable[Problem]], problems: list[Problem]) -> Read:
    found, wrong = read
    problems += wrong
    return found


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
        documents[where] = _collect_problems(
            renderer.resolve_front_matter(document, where.language), problems
        )
    return group_bundles(documents, options.languages, options.zone)


def _build_content(
    options: BuildOptions,
    bundles: dict[str, Bundle],
    texts: CardTexts,
    pictures: dict[str, dict[str, Path]],
    problems: list[Problem],
) -> SiteContent:
    visible = visible_bundles(bundles, options.now, preview=options.preview)
    merged = merge_targets(bundles, visible)
    cards = _draw_cards(options, texts, visible)
    citations, data = _read_regions(options, texts.phrases, problems)
    public = _collect_problems(
        read_public_files(options.content, options.display_name, options.languages), problems
    )
    links = replace(
        _link_resolver(options, bundles, visible, texts.figure_renderer.figures.sets, data.regions),
        public=frozenset(public),
        merged=merged,
    )
    alert = _collect_problems(read_alert(options, links, texts.phrases), problems)
    off = SiteSection.REGIONS in options.site.sections_off
    regions = RegionTables(data, citations, links, cards, texts.phrases, is_off=off)
    references = ReferenceResolver(
        links,
        options.content,
        pictures,
        options.cache / "pictures",
        texts.figure_renderer,
        cards,
        texts.phrases,
        regions,
    )
    facts = _collect_problems(resolve_front_facts(options, links), problems)
    merges = [(bundles[name], bundles[target]) for name, target in merged.items()]
    built = _edition_builder(options, texts, regions).build(visible, references.resolve, merges)
    editions = tuple(
        replace(
            _with_cards(edition, cards),
            facts=facts[edition.language.code],
            regions=regions.regions(edition),
        )
        for edition in built
    )
    problems += [*references.problems, *cards.problems, *_check_regions(options, bundles, regions)]
    return SiteContent(
        editions=editions,
        bundles=bundles,
        references=references,
        cards=cards,
        zone=options.zone,
        alert=alert,
        public=public,
        synonyms=_collect_problems(
            read_synonyms(options.content, options.display_name, options.languages), problems
        ),
        ledger=_collect_problems(read_ledger(options), problems),
        old_from=frozenset(map(old_from, citations.dates)),
    )


def _read_regions(
    options: BuildOptions, phrases: Mapping[str, Phrases], problems: list[Problem]
) -> tuple[Citations, RegionData]:
    """The sources of answers, and what is known of regions; nothing of these where they are switched off."""
    sources = _collect_problems(read_cited_sources(options, phrases), problems)
    data = _collect_problems(read_regions(options, phrases, sources), problems)
    if SiteSection.REGIONS in options.site.sections_off:
        data = RegionData()
    return Citations(sources, phrases, options.today), data


def _check_regions(
    options: BuildOptions, bundles: dict[str, Bundle], regions: RegionTables
) -> Iterator[Problem]:
    """Problems of answers, of the regions that items name, and of the regions' own files."""
    folder, folder_name = options.theme / "phrases", f"{options.theme.name}/phrases"
    words, problems = read_answer_words(folder, folder_name, options.languages)
    yield from problems
    yield from check_answers(bundles.values(), regions.citations, regions, words)
    yield from regions.check(bundles.values(), words)
    yield from dict.fromkeys(regions.problems)


def _edition_builder(options: BuildOptions, texts: CardTexts, regions: RegionTables) -> EditionBuilder:
    return EditionBuilder(
        options.urls,
        texts.phrases,
        texts.topics,
        options.now,
        regions,
        options.zone,
        has_topics=SiteSection.TOPICS not in options.site.sections_off,
    )


def _draw_cards(options: BuildOptions, texts: CardTexts, visible: dict[str, Bundle]) -> CardRegistry:
    cards = CardRegistry(texts, options.urls, brand_palettes(options.theme, options.site.brand))
    folder = options.cache / "cards" / options.cache_id
    cards.draw(visible.values(), folder, options.display_name, options.progress)
    return cards


def _with_cards(edition: Edition, cards: CardRegistry) -> Edition:
    code = edition.language.code
    covers = {
        item.bundle: cover
        for item in (*edition.news, *edition.summaries)
        if item.status not in GONE
        and (item.card or item.title_figure)
        and (cover := cards.cover(item.card, item.title_figure, code))
    }
    return replace(
        edition,
        card=cards.site_card(code),
        topic_cards=cards.topic_cards(code),
        covers=covers,
        press_years=frozenset(card.year for card in cards.texts.figure_renderer.figures.cards.values()),
    )


def _link_resolver(
    options: BuildOptions,
    bundles: dict[str, Bundle],
    visible: dict[str, Bundle],
    sets: Mapping[str, FigureSet],
    regions: Collection[str],
) -> LinkResolver:
    """Link targets: what is visible, with the names of what is hidden."""
    hidden = frozenset(bundles.keys() - visible.keys())
    off = frozenset(options.site.sections_off)
    listings = listing_paths(visible.values(), sets, regions, off)
    listings |= {"safety"} if options.site.safety else set()
    files, edition_files = site_files(listings, off)
    return LinkResolver(
        options.urls,
        visible,
        listings,
        options.languages,
        hidden,
        off=off,
        files=files,
        edition_files=edition_files,
        site_url=options.site.url,
    )
