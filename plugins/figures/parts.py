"""One figure of a card, read with what it takes over from the card: unit, period, source and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree
from plugins.figures.fields import Entry
from plugins.figures.model import Approx, Correction, Figure, Source, Span, Unit, Words
from plugins.figures.moment import Moment

if TYPE_CHECKING:
    from decimal import Decimal

OWN = ("id", "label", "value", "approx", "unit", "period", "covers", "as_of", "source", "was", "until")
PAIR = 2
UNCOUNTED = "none"


class Shelf(Struct, frozen=True):
    """What a file's figures may name: its units and its sources."""

    units: dict[str, Unit]
    sources: dict[str, Source]


class Heading(Struct, frozen=True):
    """What a card says once for all its figures."""

    address: str
    unit: Unit
    source: Source
    as_of: Moment
    period: Words
    covers: Span | None
    label: Words


def read_heading(card: Entry, shelf: Shelf, address: str, *, borrowed: bool) -> Heading:
    """The card's own unit, source and day; a card whose figures are all borrowed may leave them out."""
    source = shelf_source(card, shelf, required=not borrowed)
    return Heading(
        address=address,
        unit=shelf_unit(card, shelf, required=not borrowed and not parts_have(card, "unit")),
        source=source,
        as_of=card.moment("as_of", source.date),
        period=card.words("period", required=False),
        covers=card.span("covers", None),
        label=card.words("label", required=False),
    )


def parts_have(card: Entry, key: str) -> bool:
    """Whether every figure of the card's list brings this key itself."""
    lists = [tree for name in ("bars", "parts", "figures") if (tree := card.tree.values.get(name))]
    parts = [part for tree in lists if isinstance(tree, Sequence) for part in tree.values]
    return bool(parts) and all(
        isinstance(part, Mapping) and (key in part.values or "figure" in part.values) for part in parts
    )


def shelf_unit(entry: Entry, shelf: Shelf, *, required: bool = True) -> Unit:
    """The unit an entry names; `unit: none` for a number that counts nothing one can name."""
    key = entry.text("unit", None if required else "")
    if key == UNCOUNTED:
        return Unit(key, {})
    if key and key not in shelf.units:
        entry.report("unit", "figures-unknown-unit", typed=key, known=", ".join(sorted(shelf.units)))
    return shelf.units.get(key) or Unit(key, {})


def shelf_source(entry: Entry, shelf: Shelf, *, required: bool = True) -> Source:
    """The source an entry names."""
    if required and not entry.has("source"):
        known = ", ".join(sorted(shelf.sources)) or "…"
        entry.report("source", "figures-no-source", known=known)
    key = entry.text("source", "")
    if key and key not in shelf.sources:
        entry.report("source", "figures-unknown-source", typed=key, known=", ".join(sorted(shelf.sources)))
    return shelf.sources.get(key) or Source(key, {}, {}, "", Moment(1))


def read_figure(entry: Entry, shelf: Shelf, heading: Heading, address: str) -> Figure:
    """A figure that states its own value."""
    source = shelf_source(entry, shelf) if entry.has("source") else heading.source
    return Figure(
        address=address,
        value=entry.number("value"),
        approx=entry.choice("approx", Approx, Approx.EXACT),
        unit=shelf_unit(entry, shelf) if entry.has("unit") else heading.unit,
        label=entry.words("label", required=False) or heading.label,
        period=entry.words("period", required=False) or heading.period,
        covers=entry.span("covers", heading.covers),
        until=entry.moment("until") if entry.has("until") else None,
        as_of=entry.moment("as_of", source.date if entry.has("source") else heading.as_of),
        source=source,
        was=read_correction(entry.table("was")) if entry.has("was") else None,
        path=entry.page.path,
        line=entry.line("value"),
    )


def read_part(entry: Entry, shelf: Shelf, heading: Heading) -> Figure:
    """A figure of a list: it has an id and, in every language, a label."""
    entry.expect(*OWN, "rest", "accent")
    part = read_figure(
        replace_value(entry, "0") if entry.has("rest") else entry,
        shelf,
        heading,
        f"{heading.address}.{entry.identity()}",
    )
    return replace(part, label=entry.words("label"), rest=entry.has("rest") and entry.flag("rest"))


def replace_value(entry: Entry, text: str) -> Entry:
    """The entry with a value put in: a rest is computed, so it has none of its own."""
    if entry.has("value"):
        entry.report("value", "figures-rest-value")
    line = entry.line("rest")
    tree = Mapping(
        {**entry.tree.values, "value": Scalar(text, line)},
        {**entry.tree.lines, "value": line},
        entry.tree.line,
    )
    return Entry(entry.page, tree, entry.name)


def read_point(tree: Tree, card: Entry, shelf: Shelf, heading: Heading) -> tuple[Figure, bool]:
    """A point, `[2022-01, 2022]` or `{at: 2022-04, value: 96, until: 2022-04-15}`; and whether a gap is."""
    entry = Entry(card.page, point_table(tree, card), f"{card.name}.points")
    entry.expect("at", "gap", *OWN[2:])
    at = entry.moment("at")
    point = read_figure(entry, shelf, heading, f"{heading.address}.{at}")
    return replace(point, covers=Span(at, at)), entry.flag("gap")


def point_table(tree: Tree, card: Entry) -> Mapping:
    """Both ways of writing a point as one table."""
    if isinstance(tree, Mapping):
        return tree
    if isinstance(tree, Sequence) and len(tree.values) == PAIR:
        at, value = tree.values
        return Mapping({"at": at, "value": value}, {"at": at.line, "value": value.line}, tree.line)
    card.page.report(tree.line, "figures-bad-point", name=card.name)
    line = tree.line
    return Mapping(
        {"at": Scalar("0001", line), "value": Scalar("0", line)}, {"at": line, "value": line}, line
    )


def read_correction(entry: Entry) -> Correction:
    """What stood here before, until when, and why it changed."""
    entry.expect("value", "until", "why")
    value: Decimal = entry.number("value")
    return Correction(value, entry.moment("until"), entry.words("why"))
