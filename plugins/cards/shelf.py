"""The pictures kept from earlier builds: what is wanted is drawn once, what is not wanted is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import missing_glyphs
from plugins.cards.key import card_key, named
from plugins.cards.palette import png_palette
from plugins.cards.wrap import TooLongError
from plugins.diagnostics.problem import Problem, problem
from plugins.editions.abreast import abreast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from plugins.cards.card_text import CardText
    from plugins.cards.formats import Format


class Order(NamedTuple):
    """A card wanted in one size and some themes; `path` and `line` are where an editor can mend its words.

    `folder` is where its pictures are published.
    """

    poster: CardText
    size: Format
    themes: tuple[str, ...]
    path: str
    line: int
    folder: str = ""


class Drawn(NamedTuple):
    """What came of the orders: each picture's path and the file that holds it, and what is wrong."""

    pictures: dict[str, Path]
    fresh: int
    problems: tuple[Problem, ...]


def draw_cards(
    orders: Iterable[Order],
    palettes: Mapping[str, Mapping[str, str]],
    shelf: Path,
    progress: Callable[[int, int], None] | None = None,
) -> Drawn:
    """Every ordered picture as a file on the shelf, drawn only where none lies there; others are removed.

    `progress(done, of)` is called after each new drawing.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    inks = {theme: png_palette(tokens) for theme, tokens in palettes.items()}
    there = {path.name for path in shelf.iterdir() if path.is_file()}
    pictures: dict[str, Path] = {}
    waiting: list[tuple[Order, dict[str, Path]]] = []
    for order in orders:
        files = places(order, inks, shelf)
        pictures |= dict(files.values())
        missing = {theme: file for theme, (_, file) in files.items() if file.name not in there}
        if missing:
            waiting.append((order, missing))
    found: list[Problem] = []
    drawn = abreast(lambda card: draw(*card, inks), waiting, sheet=1)
    for done, problems in enumerate(drawn, start=1):
        found += problems
        if progress:
            progress(done, len(waiting))
    remove_unwanted(shelf, there, {file.name for file in pictures.values()})
    kept = {name: file for name, file in pictures.items() if file.exists()} if found else pictures
    return Drawn(kept, len(waiting), tuple(found))


def places(order: Order, inks: Mapping[str, bytes], shelf: Path) -> dict[str, tuple[str, Path]]:
    """The public path and the file of a picture, for each theme."""
    keys = {theme: card_key(order.poster, order.size, inks[theme]) for theme in order.themes}
    return {
        theme: (published(order, named(order.poster, order.size, theme, key)), shelf / f"{key}.png")
        for theme, key in keys.items()
    }


def published(order: Order, name: str) -> str:
    """The path of one of an order's pictures under the site."""
    return f"{order.folder}/{name}" if order.folder else name


def draw(order: Order, missing: Mapping[str, Path], inks: Mapping[str, bytes]) -> list[Problem]:
    """Draw one card, once for all its themes; a file appears whole or not at all."""
    from plugins.cards.draw import encode, picture  # noqa: PLC0415 - Pillow: most builds draw nothing

    if found := unfit(order):
        return found
    try:
        canvas = picture(order.poster, order.size)
    except TooLongError as too_long:
        return [told(order, "cards-too-long", text=too_long.text)]
    for theme, file in missing.items():
        half = file.with_suffix(".part")
        half.write_bytes(encode(canvas, order.poster, inks[theme]))
        half.replace(file)
    return []


def unfit(order: Order) -> list[Problem]:
    """The letters a card needs and the font lacks."""
    lacking = missing_glyphs("".join(order.poster.texts))
    codes = ", ".join(f"{char} (U+{ord(char):04X})" for char in lacking)
    return [told(order, "cards-no-glyph", letters=codes)] if lacking else []


def told(order: Order, code: str, **values: object) -> Problem:
    """A problem of one card in one language and size."""
    poster = order.poster
    named = {"card": poster.address, "language": poster.language, "size": order.size.name}
    return problem(order.path, order.line, code, **named, **values)


def remove_unwanted(shelf: Path, there: Iterable[str], wanted: set[str]) -> None:
    """Take down the pictures nobody ordered any more."""
    for name in there:
        if name not in wanted:
            (shelf / name).unlink(missing_ok=True)
