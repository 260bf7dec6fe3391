"""Makes the content of a site of its bundles: links, cards, regions, editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from plugins.content.alert import read_alert
from plugins.content.answer_checks import check_answers, read_answer_words
from plugins.content.brand import brand_palettes
from plugins.content.card_registry import CardRegistry
from plugins.content.citations import Citations, read_cited_sources
from plugins.content.edition_builder import EditionBuilder
from plugins.content.front_facts import resolve_front_facts
from plugins.content.ledger import read_ledger
from plugins.content.links import LinkResolver, listing_paths, site_files
from plugins.content.public_files import read_public_files
from plugins.content.reference_resolver import ReferenceResolver
from plugins.content.region_tables import RegionTables
from plugins.content.regions import RegionData, read_regions
from plugins.content.synonyms import read_synonyms
from plugins.model.bundle import Bundle, merge_targets, visible_bundles
from plugins.model.citation import old_from
from plugins.model.config import SiteSection
from plugins.model.document import GONE
from plugins.model.old_address import bundle_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.content.card_texts import CardTexts
    from plugins.content.options import BuildOptions
    from plugins.diagnostics.problem import Problem
    from plugins.figures.model import FigureSet
    from plugins.i18n.phrases import Phrases
    from plugins.model.edition import Edition, FrontFact

from plugins.content.site_content import SiteContent

Read = TypeVar("Read")


def build_content(
    options: BuildOptions,
    bundles: dict[str, Bundle],
    texts: CardTexts,
    pictures: dict[str, dict[str, Path]],
    problems: list[Problem],
) -> SiteContent:
    """The content that bundles, cards and the site's own files make; what is wrong is added to `problems`."""
    visible = visible_bundles(bundles, options.now, preview=options.preview)
    merged = merge_targets(bundles, visible)
    cards = _make_cards(options, texts, visible)
    citations, data = _read_regions(options, texts.phrases, problems)
    folder = (options.content, options.display_name, options.languages)
    public = collect_problems(read_public_files(*folder), problems)
    links = replace(
        _link_resolver(options, bundles, visible, texts.figure_renderer.figures.sets, data.regions),
        public=frozenset(public),
        merged=merged,
    )
    off = SiteSection.REGIONS in options.site.sections_off
    regions = RegionTables(data, citations, links, cards, texts.phrases, is_off=off)
    references = _reference_resolver(options, pictures, regions, texts)
    merges = [(bundles[name], bundles[target]) for name, target in merged.items()]
    built = _edition_builder(options, texts, regions).build(visible, references.resolve, merges)
    facts = collect_problems(resolve_front_facts(options, links), problems)
    editions = tuple(_complete(edition, cards, facts, regions) for edition in built)
    # Making the editions is what finds these.
    problems += [*references.problems, *cards.problems, *_check_regions(options, bundles, regions)]
    return SiteContent(
        editions=editions,
        bundles=bundles,
        references=references,
        cards=cards,
        zone=options.zone,
        alert=collect_problems(read_alert(options, links, texts.phrases), problems),
        public=public,
        synonyms=collect_problems(read_synonyms(*folder), problems),
        ledger=collect_problems(read_ledger(options), problems),
        old_from=frozenset(map(old_from, citations.dates)),
    )


def collect_problems(read: tuple[Read, Iterable[Problem]], problems: list[Problem]) -> Read:
    """What was read; its problems are added to `problems`."""
    found, wrong = read
    problems += wrong
    return found


def _read_regions(
    options: BuildOptions, phrases: Mapping[str, Phrases], problems: list[Problem]
) -> tuple[Citations, RegionData]:
    """The sources of answers, and what is known of regions; nothing of these where they are switched off."""
    sources = collect_problems(read_cited_sources(options, phrases), problems)
    data = collect_problems(read_regions(options, phrases, sources), problems)
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


def _reference_resolver(
    options: BuildOptions,
    pictures: dict[str, dict[str, Path]],
    regions: RegionTables,
    texts: CardTexts,
) -> ReferenceResolver:
    return ReferenceResolver(
        regions.links,
        options.content,
        pictures,
        options.cache / "pictures",
        texts.figure_renderer,
        regions.cards,
        texts.phrases,
        regions,
    )


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


def _make_cards(options: BuildOptions, texts: CardTexts, visible: dict[str, Bundle]) -> CardRegistry:
    cards = CardRegistry(texts, options.urls, brand_palettes(options.theme, options.site.brand))
    if options.draws_cards:
        folder = options.cache / "cards" / options.cache_id
        cards.draw(visible.values(), folder, options.display_name, options.progress)
    else:
        cards.check(visible.values(), options.display_name)
    return cards


def _complete(
    edition: Edition,
    cards: CardRegistry,
    facts: Mapping[str, tuple[FrontFact, ...]],
    regions: RegionTables,
) -> Edition:
    """An edition with its cards, the facts of its front page and its regions."""
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
        facts=facts[code],
        regions=regions.regions(edition),
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
        moved=_former_folders(bundles, options.languages),
    )


def _former_folders(bundles: Mapping[str, Bundle], languages: tuple[str, ...]) -> dict[str, str]:
    """The folders in which items were, with their present names."""
    typed = ((bundle.name, each) for bundle in bundles.values() for each in bundle.primary.matter.moved_from)
    return {folder: name for name, each in typed if (folder := bundle_path(each, languages))}
