"""Resolves references in texts: links to URLs, pictures, figures and regions to HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from plugins.content.edition_builder import ResolvedText
from plugins.content.links import LinkResolver, resolve_links
from plugins.diagnostics.problem import Problem
from plugins.figures.prose import Reference, unknown_figure
from plugins.i18n.telephones import link_telephones
from plugins.images.pictures import PreparedPicture, prepare_picture, render_picture
from plugins.model.edition import Picture
from plugins.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.content.card_registry import CardRegistry
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.content.region_tables import RegionTables
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document, FigureReference, PictureReference


@dataclass
class ReferenceResolver:
    """Resolves references; collects problems, and prepared pictures by content path.

    `files` are the pictures in the content folder by bundle and name in NFC: their names on disk may differ.
    """

    links: LinkResolver
    content: Path
    files: Mapping[str, Mapping[str, Path]]
    cache: Path
    figure_renderer: FigureRenderer
    cards: CardRegistry
    phrases: Mapping[str, Phrases]
    regions: RegionTables
    problems: list[Problem] = field(default_factory=list)
    prepared: dict[str, PreparedPicture] = field(default_factory=dict)

    def picture_files(self) -> Iterator[tuple[str, Path]]:
        """Output path and cached file of every picture in a text."""
        for place, prepared in self.prepared.items():
            folder = place.rpartition("/")[0]
            for file in prepared.files:
                yield f"{folder}/{file.name}", file.file

    def cached_names(self) -> set[str]:
        """Names of these pictures in the cache."""
        return {file.file.name.partition("-")[0] for each in self.prepared.values() for file in each.files}

    def resolve(self, bundle: Bundle, language: str) -> ResolvedText:
        """A document's text with resolved references, its pictures and its share picture."""
        document = bundle.documents[language]
        figures = document.figures
        text = Text(
            document.body.digest,
            links=self._links(bundle, language) if document.links else (),
            pictures=tuple([self._picture(bundle, language, each) for each in document.pictures]),
            figures=tuple([self._figure(document, language, each) for each in figures]),
            short_words=self.figure_renderer.vocabularies[language].short_words if figures else (),
            body=document.body,
        )
        pictures = tuple(self._published(bundle, document)) if document.pictures else ()
        return ResolvedText(text, pictures, self._share(bundle, language, pictures))

    def _links(self, bundle: Bundle, language: str) -> tuple[str, ...]:
        addresses, problems = resolve_links(bundle, language, self.links)
        self.problems += problems
        return tuple([escape(address) for address in addresses])

    def _figure(self, document: Document, language: str, reference: FigureReference) -> str:
        if reference.kind == "card":
            return self._or_note_problem(
                self.figure_renderer.card(reference, document, language, self.cards.links)
            )
        if reference.kind == "regions":
            return self._or_note_problem(self.regions.question_table(reference, document.path, language))
        return self._or_note_problem(self.figure_renderer.figure(reference, document, language))

    def _or_note_problem(self, found: str | Problem) -> str:
        if isinstance(found, Problem):
            self.problems.append(found)
            return ""
        return found

    def _picture(self, bundle: Bundle, language: str, reference: PictureReference) -> str:
        document, words = bundle.documents[language], self.phrases[language]
        if "/" in reference.name or "\\" in reference.name:
            return ""  # told where it was read
        place = f"{bundle.name}/{reference.name}"
        if place not in self.prepared:
            file = self.files.get(bundle.name, {}).get(reference.name, self.content / place)
            found = prepare_picture(file, document.path, reference.line, self.cache)
            if isinstance(found, Problem):
                return self._or_note_problem(found)
            self.prepared[place] = found
        folder = self.links.urls.url(bundle.name)
        caption = link_telephones(reference.caption, words.telephones, words.language.direction)
        return render_picture(
            self.prepared[place], folder, reference.alt, caption=caption, credit=reference.credit
        )

    def _published(self, bundle: Bundle, document: Document) -> Iterator[Picture]:
        for reference in document.pictures:
            if prepared := self.prepared.get(f"{bundle.name}/{reference.name}"):
                largest = prepared.largest
                url = self.links.urls.url(f"{bundle.name}/{largest.name}")
                size = (largest.width, largest.height, largest.type, largest.length)
                yield Picture(url, reference.alt, *size, reference.credit)

    def _share(self, bundle: Bundle, language: str, pictures: tuple[Picture, ...]) -> Picture | None:
        """The card of the front matter, else the first card or picture of the text, else the topic's card."""
        document = bundle.documents[language]
        asked = document.matter.card
        if asked and asked != "title" and not self.figure_renderer.figures.cards.get(asked):
            if "card" in document.matter.lines:  # else it is told where it is written
                wrong = Reference(asked, "natural", document.matter.line("card"))
                self.problems.append(unknown_figure(wrong, self.figure_renderer.figures, document.path))
            return None
        first = next((each.name for each in document.figures if each.kind == "card"), "")
        if pictures and not (asked or first):
            return pictures[0]
        return self.cards.share_picture(bundle, language, first)
