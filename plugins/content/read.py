"""Reads the whole content folder into editions: scan, read, check, resolve, sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.cards.design import read_palettes
from plugins.content.alert import PlannedAlert, read_alert
from plugins.content.card_registry import CardRegistry, CardTexts
from plugins.content.documents import documents_key, read_documents
from plugins.content.edition_builder import EditionBuilder
from plugins.content.figure_renderer import FigureRenderer, data_files, load_figures
from plugins.content.links import LinkResolver, listing_paths
from plugins.content.reference_resolver import ReferenceResolver
from plugins.content.scan import scan_content
from plugins.content.shelf import Shelf
from plugins.content.topics import read_topics
from plugins.content.validate import check_parity, validate_bundles
from plugins.content.verdicts import verdicts
from plugins.diagnostics.problem import ContentError, Problem, Severity
from plugins.i18n.phrases import Phrases, load_phrases, placeholder_phrases
from plugins.model.bundle import Bundle, group_bundles, visible_bundles

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from plugins.content.brief import Brief
    from plugins.model.content_path import ContentPath
    from plugins.model.document import Document
    from plugins.model.edition import Edition


Read = TypeVar("Read")


class Content(Struct, frozen=True, kw_only=True, dict=True):
    """The content as read: its editions, its bundles (hidden ones too), and advice that stops nothing."""

    editions: tuple[Edition, ...]
    bundles: dict[str, Bundle]
    finisher: ReferenceResolver
    gallery: CardRegistry
    alert: PlannedAlert | None
    advice: tuple[Problem, ...] = field(default=())

    @property
    def moments(self) -> set[dt.datetime]:
        """When something appears or vanishes by itself."""
        planned = {self.alert.starts, self.alert.ends} if self.alert else set()
        return planned | {bundle.published for bundle in self.bundles.values() if bundle.published}

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """The output path and the file of every picture and card."""
        yield from self.finisher.picture_files()
        yield from self.gallery.pictures.items()

    def data(self) -> Iterator[tuple[str, bytes]]:
        """The output path and the bytes of every set of figures as data."""
        yield from data_files(self.gallery.texts.figure_renderer)


class Examination(Struct, frozen=True, kw_only=True, dict=True):
    """Everything found in the content folder, right or wrong: what the editors' checks go on from."""

    content: Content
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
    def sound(self) -> bool:
        """Whether the site may be built."""
        return not any(found.severity is Severity.ERROR for found in self.problems)


def read_content(brief: Brief) -> Content:
    """Everything in the content folder, sorted into editions.

    Raises `ContentError` with all problems of the run when any of them is an error.
    """
    examination = examine(brief)
    if not examination.sound:
        raise ContentError(examination.problems)
    return examination.content


def examine(brief: Brief) -> Examination:
    """Read everything and gather what is wrong, advice too, in the order of files and lines; never raises."""
    problems: list[Problem] = []
    phrases = _phrases(brief, problems)
    topics = _noted(
        read_topics(brief.content / "topics.yaml", f"{brief.shown}/topics.yaml", brief.languages), problems
    )
    spoken = _noted(load_figures(brief.content, brief.shown, brief.theme / "phrases", phrases), problems)
    sources = scan_content(brief.content, brief.shown, brief.languages, brief.look)
    problems += sources.problems
    shelf = Shelf.of(brief.cache / "documents" / brief.own, documents_key(phrases))
    documents = read_documents(sources.documents, phrases, shelf, brief.soon)
    bundles = _bundles(brief, documents, spoken, problems)
    parity = _parity(brief, bundles, phrases)
    content = _finished(brief, bundles, CardTexts(spoken, phrases, topics), problems)
    problems += validate_bundles(bundles, topics, content.finisher.links.listings)
    problems += parity()
    shelf.close()
    told = tuple(sorted(set(problems)))
    advice = tuple(found for found in told if found.severity is Severity.ADVICE)
    content = replace(content, advice=advice)
    return Examination(content=content, phrases=phrases, pictures=sources.pictures, problems=told)


def _noted(read: tuple[Read, Iterable[Problem]], problems: list[Problem]) -> Read:
    """What was read, after what is wrong with it has been noted."""
    found, wrong = read
    problems += wrong
    return found


def _phrases(brief: Brief, problems: list[Problem]) -> dict[str, Phrases]:
    """The theme's words; where some are missing others stand in for them, so that all else is checked."""
    folder, shown = brief.theme / "phrases", f"{brief.theme.name}/phrases"
    phrases = _noted(load_phrases(folder, brief.languages, shown), problems)
    return placeholder_phrases(phrases, brief.languages) if problems else phrases


def _bundles(
    brief: Brief, documents: dict[ContentPath, Document], spoken: FigureRenderer, problems: list[Problem]
) -> dict[str, Bundle]:
    """Every bundle, its documents' figures told in words."""
    for where, document in documents.items():
        problems += document.problems
        documents[where] = _noted(spoken.resolve_front_matter(document, where.language), problems)
    return group_bundles(documents, brief.languages, brief.zone)


def _finished(
    brief: Brief, bundles: dict[str, Bundle], posters: CardTexts, problems: list[Problem]
) -> Content:
    """The editions, their cards drawn and their references resolved."""
    shown = visible_bundles(bundles, brief.now, preview=brief.preview)
    gallery = _gallery(brief, posters, shown)
    directory = _directory(brief, bundles, shown, posters.figure_renderer.figures.sets)
    alert = _noted(read_alert(brief, directory), problems)
    finisher = ReferenceResolver(
        directory, brief.content, brief.cache / "pictures", posters.figure_renderer, gallery
    )
    sorter = EditionBuilder(brief.addresses, posters.phrases, posters.topics, brief.now)
    editions = tuple(_pictured(edition, gallery) for edition in sorter.build(shown, finisher.resolve))
    problems += [*finisher.problems, *gallery.problems]
    return Content(editions=editions, bundles=bundles, finisher=finisher, gallery=gallery, alert=alert)


def _parity(
    brief: Brief, bundles: dict[str, Bundle], phrases: dict[str, Phrases]
) -> Callable[[], list[Problem]]:
    """Where the languages of a bundle say different facts: looked for at once, told when asked."""
    known = brief.cache / "documents" / brief.own / "parity"
    return verdicts(bundles, lambda bundle: check_parity(bundle, phrases), known, documents_key(phrases))


def _pictured(edition: Edition, gallery: CardRegistry) -> Edition:
    """The edition with the pictures its pages are shared with."""
    code = edition.language.code
    return replace(edition, card=gallery.site_card(code), topic_cards=gallery.topic_cards(code))


def _gallery(brief: Brief, posters: CardTexts, shown: dict[str, Bundle]) -> CardRegistry:
    """Every card of the content, drawn; a content folder has a shelf of its own."""
    palettes = read_palettes(brief.theme / "static" / "css" / "palette.css")
    gallery = CardRegistry(posters, brief.addresses, palettes)
    gallery.draw(shown.values(), brief.cache / "cards" / brief.own, brief.shown, brief.progress)
    return gallery


def _directory(
    brief: Brief, bundles: dict[str, Bundle], shown: dict[str, Bundle], sets: Iterable[str]
) -> LinkResolver:
    """Where links may lead: to what is shown, not to what is hidden."""
    hidden = frozenset(bundles.keys() - shown.keys())
    return LinkResolver(brief.addresses, shown, listing_paths(shown.values(), sets), brief.languages, hidden)
