"""Views of the press kit and of embedded cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from plugins.pages.views import View

if TYPE_CHECKING:
    from plugins.content.card_files import CardFile
    from plugins.i18n.language import Language
    from plugins.model.edition import Cover
    from plugins.pages.views import Link


class SuggestedCitation(NamedTuple):
    """How to cite figures in a language."""

    language: Language
    text: str


class Download(NamedTuple):
    """A file to download: its URL and its size in kilobytes, written in the edition's language."""

    url: str
    size: str


class PressFile(NamedTuple):
    """A picture of a card to download: its file, what it is for, and its size."""

    file: CardFile
    use: str
    size: str


class EmbedLink(NamedTuple):
    """The page of a card that other sites may frame, the code that frames it, and its oEmbed file."""

    url: str
    code: str
    oembed: str


class PressCard(NamedTuple):
    """A card in a press kit: its anchor, title, alternative text, pictures, and how to embed it."""

    anchor: str
    title: str
    alt: str
    files: tuple[PressFile, ...]
    embed: EmbedLink | None


class PressSetView(View, frozen=True, kw_only=True):
    """The press kit of a figure set; `language` is that of its cards, `set_url` the page of the set."""

    template: ClassVar[str] = "press_set.html"
    language: Language
    cards: tuple[PressCard, ...]
    citations: tuple[SuggestedCitation, ...]
    archive: Download
    csv: str
    json: str
    set_url: str
    licence: str


class YearCard(NamedTuple):
    """A card among those of a year: its title, alternative text, picture, and its place in its set's kit."""

    title: str
    alt: str
    cover: Cover | None
    url: str


class YearSet(NamedTuple):
    """The cards of a set that are about a year, and the set's kit."""

    name: str
    url: str
    archive: Download
    cards: tuple[YearCard, ...]


class PressYearView(View, frozen=True, kw_only=True):
    """The press kit of a year: its cards by set."""

    template: ClassVar[str] = "press_year.html"
    language: Language
    sets: tuple[YearSet, ...]
    citations: tuple[SuggestedCitation, ...]
    archive: Download
    licence: str


class PressLink(NamedTuple):
    """A kit in the list of kits: its name, its URL, and the number of its cards."""

    name: str
    url: str
    cards: int


class PressView(View, frozen=True, kw_only=True):
    """All press kits: by year, and by set; `example` is how the newest card is embedded."""

    template: ClassVar[str] = "press.html"
    language: Language
    years: tuple[PressLink, ...]
    sets: tuple[PressLink, ...]
    licence: str
    example: EmbedLink | None


class EmbedView(View, frozen=True, kw_only=True):
    """A card alone, for frames of other sites.

    `files` are its pictures, `html` the card as a list or a table without its links; `set_link` is where the
    card stands on this site.
    """

    template: ClassVar[str] = "embed.html"
    language: Language
    files: tuple[CardFile, ...]
    alt: str
    html: str
    set_link: Link
    oembed: str

    def picture(self, size: str, theme: str) -> CardFile:
        """The picture of a size and a theme."""
        return next(file for file in self.files if (file.size, file.theme) == (size, theme))
