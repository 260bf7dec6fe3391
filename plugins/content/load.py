"""Reads the whole content folder into editions: scan, read, check, resolve, sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.build.cache import BuildCache
from plugins.cards.design import read_palettes
from plugins.content.alert import PlannedAlert, read_alert
from plugins.content.card_registry import CardRegistry, CardTexts
from plugins.content.document_cache import DocumentCache
from plugins.content.documents import documents_key, read_documents
from plugins.content.edition_builder import EditionBuilder, read_topics
from plugins.content.figure_renderer import FigureRenderer, data_files, load_figures
from plugins.content.links import LinkResolver, listing_paths
from plugins.content.reference_resolver import ReferenceResolver
from plugins.content.scan import scan_content
from plugins.content.validate import cached_checks, check_parity, validate_bundles
from plugins.diagnostics.problem import ContentError, Problem, Severity
from plugins.i18n.phrases import Phrases, load_phrases, placeholder_phrases
from plugins.model.bundle import Bundle, group_bundles, visible_bundles

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plugins.content.alert import Alert
    from plugins.content.options import BuildOptions
    from plugins.model.content_path import ContentPath
    from plugins.model.document import Document
    from plugins.model.edition import Edition


Read = TypeVar("Read")


class SiteContent(Struct, frozen=True, kw_only=True, dict=True):
    """The content as read: its editions, its bundles (hidden ones too), and advice that stops nothing."""

    editions: tuple[Edition, ...]
    bundles: dict[str, Bundle]
    references: ReferenceResolver
    cards: CardRegistry
    alert: PlannedAlert | None
    advice: tuple[Problem, ...] = field(default=())

    @property
    def change_moments(self) -> set[dt.datetime]:
        """When something appears or vanishes by itself."""
        planned = {self.alert.starts, self.alert.ends} if self.alert else set()
        return planned | {bundle.published for bundle in self.bundles.values() if bundle.published}

    def active_alert(self, language: str, now: dt.datetime) -> Alert | None:
        """The alert shown in a language at a moment."""
        return self.alert.alerts[language] if self.alert and self.alert.is_active(now) else None

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """The output path and the file of every picture and card."""
        yield from self.references.picture_files()
        yield from self.cards.pictures.items()

    def data(self) -> Iterator[tuple[str, bytes]]:
        """The output path and the bytes of every set of figures as data."""
        yield from data_files(self.cards.texts.figure_renderer)


class LoadResult(Struct, frozen=True, kw_only=True, dict=True):
    """Everything found in the content folder, right or wrong: what the editors' checks go on from."""

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
    """Everything in the content folder, sorted into editions.

    Raises `ContentError` with all problems of the run when any of them is an error.
    """
    examination = load_site(options)
    if not examination.ok:
        raise ContentError(examination.problems)
    return examination.content


def load_site(options: BuildOptions) -> LoadResult:
    """Read everything and gather what is wrong, advice too, in the order of files and lines; never raises."""
    problems: list[Problem] = list(options.problems)
    phrases = _phrases(options, problems)
    topics = _collect(
        read_topics(
            options.content / "topics.yaml", f"{options.display_name}/topics.yaml", options.languages
        ),
        problems,
    )
    spoken = _collect(
        load_figures(options.content, options.display_name, options.theme / "phrases", phrases), problems
    )
    sources = scan_content(options.content, options.display_name, options.languages)
    problems += sources.problems
    cache = DocumentCache.open(options.cache, options.cache_id, documents_key(phrases))
    documents = read_documents(sources.documents, phrases, cache)
    bundles = _bundles(options, documents, spoken, problems)
    content = _build_content(options, bundles, CardTexts(spoken, phrases, topics, options.site), problems)
    problems += validate_bundles(bundles, topics, content.references.links.listings)
    problems += _parity(options, bundles, phrases)
    told = tuple(sorted(set(problems)))
    advice = tuple(found for found in told if found.severity is Severity.ADVICE)
    content = replace(content, advice=advice)
    return LoadResult(content=content, phrases=phrases, pictures=sources.pictures, problems=told)


def _collect(read: tuple[Read, Iterable[Problem]], problems: list[Problem]) -> Read:
    """What was read, after what is wrong with it has been noted."""
    found, wrong = read
    problems += wrong
    return found


def _phrases(options: BuildOptions, problems: list[Problem]) -> dict[str, Phrases]:
    """The theme's words; where some are missing others stand in for them, so that all else is checked."""
    folder, shown = options.theme / "phrases", f"{options.theme.name}/phrases"
    phrases, wrong = load_phrases(folder, options.languages, shown)
    problems += wrong
    site = options.site
    own = {code: each.for_site(site.texts(code), site.placeholders(code)) for code, each in phrases.items()}
    return placeholder_phrases(own, options.languages) if wrong else own


def _bundles(
    options: BuildOptions,
    documents: dict[ContentPath, Document],
    spoken: FigureRenderer,
    problems: list[Problem],
) -> dict[str, Bundle]:
    """Every bundle, its documents' figures told in words."""
    for where, document in documents.items():
        problems += document.problems
        documents[where] = _collect(spoken.resolve_front_matter(document, where.language), problems)
    return group_bundles(documents, options.languages, options.zone)


def _build_content(
    options: BuildOptions, bundles: dict[str, Bundle], posters: CardTexts, problems: list[Problem]
) -> SiteContent:
    """The editions, their cards drawn and their references resolved."""
    shown = visible_bundles(bundles, options.now, preview=options.preview)
    gallery = _draw_cards(options, posters, shown)
    directory = _link_resolver(options, bundles, shown, posters.figure_renderer.figures.sets)
    alert = _collect(read_alert(options, directory), problems)
    finisher = ReferenceResolver(
        directory, options.content, options.cache / "pictures", posters.figure_renderer, gallery
    )
    sorter = EditionBuilder(options.urls, posters.phrases, posters.topics, options.now)
    editions = tuple(_with_cards(edition, gallery) for edition in sorter.build(shown, finisher.resolve))
    problems += [*finisher.problems, *gallery.problems]
    return SiteContent(editions=editions, bundles=bundles, references=finisher, cards=gallery, alert=alert)


def _parity(options: BuildOptions, bundles: dict[str, Bundle], phrases: dict[str, Phrases]) -> list[Problem]:
    """Where the languages of a bundle say different facts."""
    cache, key = BuildCache.of(options.cache), documents_key(phrases)
    return cached_checks(bundles, lambda bundle: check_parity(bundle, phrases), cache, options.cache_id, key)


def _with_cards(edition: Edition, gallery: CardRegistry) -> Edition:
    """The edition with the pictures its pages are shared with."""
    code = edition.language.code
    return replace(edition, card=gallery.site_card(code), topic_cards=gallery.topic_cards(code))


def _draw_cards(options: BuildOptions, posters: CardTexts, shown: dict[str, Bundle]) -> CardRegistry:
    """Every card of the content, drawn; a content folder has a shelf of its own."""
    palettes = read_palettes(options.theme / "static" / "css" / "palette.css")
    gallery = CardRegistry(posters, options.urls, palettes)
    gallery.draw(
        shown.values(), options.cache / "cards" / options.cache_id, options.display_name, options.progress
    )
    return gallery


def _link_resolver(
    options: BuildOptions, bundles: dict[str, Bundle], shown: dict[str, Bundle], sets: Iterable[str]
) -> LinkResolver:
    """Where links may lead: to what is shown, not to what is hidden."""
    hidden = frozenset(bundles.keys() - shown.keys())
    return LinkResolver(options.urls, shown, listing_paths(shown.values(), sets), options.languages, hidden)
