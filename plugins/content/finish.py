"""Finishes a text: what the editor typed as a reference becomes an address, a picture, a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from plugins.editions.edition import Picture
from plugins.editions.errors import Problem
from plugins.editions.links import Directory, resolve_links
from plugins.editions.sort import Finished
from plugins.figures.reference import Reference, unknown
from plugins.pictures.markup import picture_html
from plugins.pictures.prepare import Prepared, prepare_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.content.gallery import Gallery
    from plugins.content.spoken import Spoken
    from plugins.editions.bundles import Bundle
    from plugins.editions.document import Document, PictureReference

TOKEN = re.compile("\ue000(\\w+):(\\d+)\ue001(?: (?=([^\\W\\d_]+)))?")
"""A mark, and the word after it where one follows."""
NUMBER = re.compile(r"\d(?:</data>)?$")
NO_BREAK_SPACE = "\u00a0"


@dataclass
class Finisher:
    """Resolves references; remembers what was wrong, and the pictures shown by their place in the content."""

    directory: Directory
    content: Path
    cache: Path
    spoken: Spoken
    gallery: Gallery
    problems: list[Problem] = field(default_factory=list)
    prepared: dict[str, Prepared] = field(default_factory=dict)

    def published(self) -> Iterator[tuple[str, Path]]:
        """The output path and the file of every picture in a text."""
        for place, prepared in self.prepared.items():
            folder = place.rpartition("/")[0]
            for file in prepared.files:
                yield f"{folder}/{file.name}", file.file

    def kept_pictures(self) -> set[str]:
        """What the pictures of the texts are called in the cache."""
        return {file.file.name.partition("-")[0] for each in self.prepared.values() for file in each.files}

    def finish(self, bundle: Bundle, language: str) -> Finished:
        """A document's html with every reference resolved, its pictures, and the one it is shared with."""
        document = bundle.documents[language]
        html = document.html
        pictures: tuple[Picture, ...] = ()
        if document.links or document.pictures or document.figures:
            words = {
                "link": self._links(bundle, language),
                "picture": [self._picture(bundle, document, each) for each in document.pictures],
                **self._figures(document, language),
            }
            html = TOKEN.sub(partial(_put, words, self.spoken.words[language].short_words), html)
            pictures = tuple(self._published(bundle, document))
        return Finished(html, pictures, self._share(bundle, language, pictures))

    def _links(self, bundle: Bundle, language: str) -> list[str]:
        addresses, problems = resolve_links(bundle, language, self.directory)
        self.problems += problems
        return [escape(address) for address in addresses]

    def _figures(self, document: Document, language: str) -> dict[str, list[str]]:
        """The words of every figure and card, by the number their marks carry."""
        figures, cards = [], []
        for reference in document.figures:
            is_card = reference.kind == "card"
            found = (
                self.spoken.card(reference, document, language, self.gallery.links)
                if is_card
                else self.spoken.figure(reference, document, language)
            )
            figures.append(self._kept(found))
            cards.append(figures[-1])
        return {"figure": figures, "card": cards}

    def _kept(self, found: str | Problem) -> str:
        if isinstance(found, Problem):
            self.problems.append(found)
            return ""
        return found

    def _picture(self, bundle: Bundle, document: Document, reference: PictureReference) -> str:
        place = f"{bundle.name}/{reference.name}"
        if place not in self.prepared:
            found = prepare_picture(self.content / place, document.path, reference.line, self.cache)
            if isinstance(found, Problem):
                return self._kept(found)
            self.prepared[place] = found
        folder = self.directory.addresses.url(bundle.name)
        return picture_html(self.prepared[place], folder, reference.alt, caption=reference.caption)

    def _published(self, bundle: Bundle, document: Document) -> Iterator[Picture]:
        """The largest size of every picture, for feeds and for sharing."""
        for reference in document.pictures:
            if prepared := self.prepared.get(f"{bundle.name}/{reference.name}"):
                largest = prepared.largest
                url = self.directory.addresses.url(f"{bundle.name}/{largest.name}")
                yield Picture(url, reference.alt, largest.width, largest.height, largest.type, largest.length)

    def _share(self, bundle: Bundle, language: str, pictures: tuple[Picture, ...]) -> Picture | None:
        """The card the item asks for or shows first, else its first picture, else its topic's card."""
        document = bundle.documents[language]
        asked = document.matter.card
        if asked and asked != "title" and not self.spoken.figures.card(asked):
            wrong = Reference(asked, "natural", document.matter.line("card"))
            self.problems.append(unknown(wrong, self.spoken.figures, document.path))
            return None
        first = next((each.name for each in document.figures if each.kind == "card"), "")
        if pictures and not (asked or first):
            return pictures[0]
        return self.gallery.shared(bundle, language, first)


def _put(words: Mapping[str, Sequence[str]], short: frozenset[str], token: re.Match[str]) -> str:
    """What a mark stands for; a bare number stays with what it counts."""
    word = words[token[1]][int(token[2])]
    if not token[3]:
        return word
    counts = NUMBER.search(word) and token[3] not in short
    return word + (NO_BREAK_SPACE if counts else " ")
