"""Reads the cards of a figure set, kind by kind."""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.diagnostics.yaml_tree import Mapping, Sequence
from plugins.figures.figure_reader import FIGURE_KEYS, read_defaults, read_figure, read_part, read_point
from plugins.figures.model import UNKNOWN_DATE, Approx, Card, Figure, Kind, PartialDate, Source, Step, Unit

if TYPE_CHECKING:
    from plugins.figures.fields import Entry
    from plugins.figures.figure_reader import Defaults, Lookup

COMMON = ("id", "kind", "title", "unit", "period", "covers", "as_of", "source", "note", "label")
KEYS = {
    Kind.NUMBER: (*COMMON, *FIGURE_KEYS, "whole", "before"),
    Kind.BARS: (*COMMON, "bars", "comparable"),
    Kind.SERIES: (*COMMON, "points", "step", "line"),
    Kind.SHARE: (*COMMON, "parts", "total"),
    Kind.GRID: (*COMMON, "figures"),
}
REFERENCE_KEYS = ("whole", "before")
LISTS = {Kind.BARS: "bars", Kind.SHARE: "parts", Kind.GRID: "figures"}


def borrows_figures(entry: Entry) -> bool:
    """Whether a card borrows figures with `figure: set.card`."""
    listed = [tree for name in LISTS.values() if isinstance(tree := entry.tree.values.get(name), Sequence)]
    parts = [part for tree in listed for part in tree.values]
    references = [entry.tree.values.get(name) for name in REFERENCE_KEYS]
    return any(isinstance(part, Mapping) and "figure" in part.values for part in (*parts, *references))


def read_card(entry: Entry, lookup: Lookup, address: str, known: dict[str, Figure]) -> Card:
    """Read one card; `known` are the figures that it may borrow, by address."""
    kind = entry.choice("kind", Kind)
    entry.expect(*KEYS[kind])
    defaults = read_defaults(entry, lookup, address, borrowed=kind is Kind.GRID and borrows_figures(entry))
    card = Card(
        address=address,
        kind=kind,
        title=entry.words("title"),
        figures=read_list(entry, lookup, defaults, kind, known),
        as_of=defaults.as_of,
        sources=(defaults.source,),
        path=entry.page.path,
        line=entry.tree.line,
        note=entry.words("note", required=False),
        label=defaults.label,
    )
    return collect_sources(add_kind_fields(card, entry, lookup, defaults, known))


def read_list(
    entry: Entry, lookup: Lookup, defaults: Defaults, kind: Kind, known: dict[str, Figure]
) -> tuple[Figure, ...]:
    """Read the figures that a card draws."""
    if kind is Kind.NUMBER:
        return (read_figure(entry, lookup, defaults, defaults.address),)
    if kind is Kind.SERIES:
        return read_points(entry, lookup, defaults)
    parts = entry.entries(LISTS[kind])
    return tuple(
        read_borrowed(part, known) if part.has("figure") else read_part(part, lookup, defaults)
        for part in parts
    )


def read_borrowed(entry: Entry, known: dict[str, Figure]) -> Figure:
    """Look up a figure of another card; a label here replaces its own."""
    entry.expect("figure", "label")
    address = entry.text("figure")
    label = entry.words("label", required=False)
    if figure := known.get(address):
        return replace(figure, label=label or figure.label)
    nearest = get_close_matches(address, sorted(known), n=3, cutoff=0.4) or sorted(known)[:3]
    entry.report("figure", "figures-unknown-figure", typed=address, nearest=", ".join(nearest))
    return placeholder_figure(entry, address)


def placeholder_figure(entry: Entry, address: str) -> Figure:
    """A figure in place of an unknown one, so that reading can go on."""
    source = Source("", {}, {}, "", UNKNOWN_DATE)
    path, line = entry.page.path, entry.line("figure")
    return Figure(address, Decimal(0), Unit("", {}), {}, UNKNOWN_DATE, source, path, line)


def read_points(entry: Entry, lookup: Lookup, defaults: Defaults) -> tuple[Figure, ...]:
    """Read the points of a series: ascending, one step apart unless a point has `gap: true`."""
    step = entry.choice("step", Step)
    points = [(tree, *read_point(tree, entry, lookup, defaults)) for tree in entry.sequence("points")]
    for before, (tree, point, gap) in zip([None, *points], points, strict=False):
        at = point.covers.first if point.covers else UNKNOWN_DATE
        if at.step is not step and at > UNKNOWN_DATE:
            entry.page.report(tree.line, "figures-wrong-step", name=entry.name, at=at, step=step)
        elif before and before[1].covers and not may_follow(before[1].covers.first, at, gap=gap):
            expected = before[1].covers.first.next
            entry.page.report(tree.line, "figures-gap", name=entry.name, at=at, expected=expected)
    return tuple(point for _, point, _ in points)


def may_follow(before: PartialDate, at: PartialDate, *, gap: bool) -> bool:
    """Whether a point may come after another."""
    return at > before if gap else at == before.next


def add_kind_fields(
    card: Card, entry: Entry, lookup: Lookup, defaults: Defaults, known: dict[str, Figure]
) -> Card:
    """Add the fields that only this kind of card has."""
    if card.kind is Kind.NUMBER:
        whole, before = (reference_value(entry, lookup, defaults, key, known) for key in ("whole", "before"))
        return replace(card, whole=whole, before=before)
    if card.kind is Kind.SERIES:
        return replace(card, step=entry.choice("step", Step), line_chart=entry.flag("line"))
    if card.kind is Kind.SHARE:
        return add_total(card, entry, lookup, defaults)
    return replace(card, comparable=entry.flag("comparable", otherwise=True))


def reference_value(
    entry: Entry, lookup: Lookup, defaults: Defaults, key: str, known: dict[str, Figure]
) -> Figure | None:
    """Read what a number is compared with: its `whole` or the value `before`."""
    if not entry.has(key):
        return None
    inner = entry.table(key)
    if inner.has("figure"):
        return read_borrowed(inner, known)
    inner.expect(*FIGURE_KEYS[1:])
    figure = read_figure(inner, lookup, defaults, f"{defaults.address}.{key}")
    return replace(figure, label=inner.words("label"))


def add_total(card: Card, entry: Entry, lookup: Lookup, defaults: Defaults) -> Card:
    """Add the total of the parts, and compute the remainder from it."""
    if not entry.has("total"):
        entry.report("total", "figures-missing")
        return card
    inner = entry.table("total")
    inner.expect(*FIGURE_KEYS[1:])
    total = read_figure(inner, lookup, defaults, defaults.address)
    stated = [part for part in card.figures if not part.remainder]
    left = total.value - sum(part.value for part in stated)
    hedged = any(figure.approx is not Approx.EXACT for figure in (total, *stated))
    approx = Approx.ABOUT if hedged else Approx.EXACT
    parts = tuple(
        replace(part, value=max(left, Decimal(0)), approx=approx) if part.remainder else part
        for part in card.figures
    )
    return replace(card, whole=total, figures=parts)


def collect_sources(card: Card) -> Card:
    """Add the sources of all figures, each once, and the latest of their dates."""
    figures = card.all_figures
    found = {source.key: source for figure in figures if (source := figure.source).publisher}
    own = {source.key: source for source in card.sources if source.publisher}
    as_of = max((figure.as_of for figure in figures), default=card.as_of)
    return replace(card, sources=tuple((own | found).values()), as_of=max(as_of, card.as_of))
