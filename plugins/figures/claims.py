"""Compares what a card's title claims with its figures: superlatives, fractions, changes and periods."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.figures.claim_words import ClaimWords, ShareClaim
    from plugins.figures.model import Card, Figure
    from plugins.model.partial_date import Span

YEAR = re.compile(r"(?<![\d.,–-])(?:19|20)\d{2}(?![\d.,]\d|\d|[ \u00a0]\d{3})")
COUNTED_TOGETHER = frozenset({Kind.BARS, Kind.SHARE, Kind.GRID, Kind.TABLE})
"""Kinds whose title speaks of the same time for every figure; others show one time beside another."""


class Finding(NamedTuple):
    """A problem's code and the values of its message."""

    code: str
    values: Mapping[str, object]


def check_claims(card: Card, words: Mapping[str, ClaimWords]) -> Iterator[Finding]:
    """What is wrong with the card's title and context, in each language."""
    for language in (code for code in card.title if code in words):
        title, context = card.title[language], card.context.get(language, "")
        found = [*_check_sizes(_normalize(context), card, words[language])]
        found += _check_title(_normalize(title), card, words[language])
        for code, values in found:
            yield Finding(code, {**values, "language": language})


def _normalize(text: str) -> str:
    return text.replace("ё", "е")


def _check_title(title: str, card: Card, words: ClaimWords) -> Iterator[Finding]:
    yield from _check_sizes(title, card, words)
    yield from _check_change(words.neutral.sub(" ", title), card, words)
    yield from _check_years(title, card)
    if card.kind in COUNTED_TOGETHER:
        for figure in card.figures:
            yield from _check_months(title, (figure,), words)
    else:
        yield from _check_months(title, card.all_figures, words)


def _check_sizes(title: str, card: Card, words: ClaimWords) -> Iterator[Finding]:
    """Report fractions, superlatives and records that the figures do not bear."""
    text = words.neutral.sub(" ", title)
    for claim in words.shares:
        if found := claim.words.search(text):
            yield from _check_share(found[0], claim, card)
            text = claim.words.sub(" ", text)
    if found := words.most.search(text) or words.least.search(text):
        proven = is_most_proven(card) if words.most.search(text) else is_least_proven(card)
        if not card.comparable:
            yield Finding("figures-claim-ranking", {"words": found[0]})
        elif not proven and not words.of_known.search(text):
            yield Finding("figures-claim-most", {"words": found[0], "known": words.known_example})
    if (found := words.record.search(text)) and not _is_unbroken_series(card):
        yield Finding("figures-claim-record", {"words": found[0]})


def is_most_proven(card: Card) -> bool:
    """Whether the greatest figure of a card is the greatest of the whole set that it speaks of.

    It is if the set is complete or a series without gaps, or if what remains of the stated total is less than
    the greatest figure: then nothing unknown can exceed it.
    """
    if card.complete or _is_unbroken_series(card):
        return True
    if card.whole is None or card.kind is Kind.GRID:
        return False
    stated = [figure.value for figure in card.figures if not figure.remainder]
    return max(stated, default=Decimal(0)) > card.whole.value - sum(stated)


def is_least_proven(card: Card) -> bool:
    """Whether the smallest figure of a card is the smallest of the whole set that it speaks of."""
    if card.complete or _is_unbroken_series(card):
        return True
    is_divided = card.whole is not None and card.kind in {Kind.SHARE, Kind.BARS}
    return is_divided and card.whole is not None and sum(_values(card)) == card.whole.value


def _values(card: Card) -> list[Decimal]:
    return [figure.value for figure in card.figures if not figure.remainder]


def _is_unbroken_series(card: Card) -> bool:
    if card.kind is not Kind.SERIES or card.step is None:
        return False
    lists = [[figure.covers.first for figure in row if figure.covers] for row in _series(card)]
    return all(card.step.next(one) == other for dates in lists for one, other in pairwise(dates))


def _series(card: Card) -> list[list[Figure]]:
    """The points of each series."""
    rows = [[figure for figure in row.figures if figure] for row in card.rows]
    return rows or [[*card.figures]]


def _check_share(typed: str, claim: ShareClaim, card: Card) -> Iterator[Finding]:
    shares = list(_shares(card))
    if not shares:
        yield Finding("figures-claim-no-whole", {"words": typed})
    elif not any(map(claim.holds, shares)):
        percentages = ", ".join(f"{float(share):.1%}" for share in shares)
        yield Finding("figures-claim-share", {"words": typed, "shares": percentages})


def _shares(card: Card) -> Iterator[Fraction]:
    """Every share of a stated whole that a title can speak of: of the accent, or of all named parts."""
    named = [figure for figure in card.figures if not figure.remainder]
    accent = [figure for figure in named if figure.address.rpartition(".")[2] in card.accent]
    pairs = [(figure, card.whole) for figure in accent or named]
    if card.kind is Kind.SHARES:
        pairs = [(row.figures[0], row.figures[1]) for row in card.rows if row.figures[0]]
    for part, whole in pairs:
        if whole and whole.value:
            yield Fraction(part.value) / Fraction(whole.value)


def _check_change(text: str, card: Card, words: ClaimWords) -> Iterator[Finding]:
    rise, fall = words.rise.search(text), words.fall.search(text)
    typed = rise or fall
    if not typed or (rise and fall):
        return
    ends = list(_compared(card))
    if not ends:
        yield Finding("figures-claim-no-before", {"words": typed[0]})
    elif not any(before != now and (now > before) == bool(rise) for before, now in ends):
        before, now = ends[0]
        yield Finding("figures-claim-change", {"words": typed[0], "before": before, "now": now})


def _compared(card: Card) -> Iterator[tuple[Decimal, Decimal]]:
    """The values before and now that a change is claimed between: two times, or the ends of each series."""
    if card.kind is Kind.SERIES:
        for points in _series(card):
            finished = [figure.value for figure in points if not figure.counted_until]
            yield from [(finished[0], finished[-1])] if len(finished) > 1 else []
    elif card.before and card.figures:
        yield card.before.value, card.figures[0].value


def _check_years(title: str, card: Card) -> Iterator[Finding]:
    """Compare the years of a title with the time that the figures cover."""
    years = named_years(title, card.all_figures)
    spans = [figure.covers for figure in card.all_figures if figure.covers]
    if not years or len(spans) < len(card.all_figures):
        return
    if outside := [year for year in sorted(years) if not any(_has_year(span, year) for span in spans)]:
        yield Finding("figures-claim-year", {"words": outside[0], "covers": _list_spans(spans)})
    strangers = [
        figure.covers
        for figure in card.figures
        if figure.covers and not any(_has_year(figure.covers, year) for year in years)
    ]
    over_time = card.kind is Kind.SHARES or card.step is not None
    if strangers and not outside and not over_time:
        values = {"words": ", ".join(map(str, sorted(years))), "covers": _list_spans(strangers)}
        yield Finding("figures-claim-year", values)


def named_years(text: str, figures: tuple[Figure, ...] = ()) -> set[int]:
    """The years that a text names; a number that is one of the figures is none."""
    values = {figure.value for figure in figures}
    return {int(year) for year in YEAR.findall(text) if Decimal(year) not in values}


def _has_year(span: Span, year: int) -> bool:
    return span.first.year <= year <= span.last.year


def _list_spans(spans: list[Span]) -> str:
    return ", ".join(sorted({str(span) for span in spans}))


def check_periods(figure: Figure, words: Mapping[str, ClaimWords]) -> Iterator[Finding]:
    """What is wrong with the years and months that a figure's label and period name."""
    if not figure.covers:
        return
    for texts in (figure.period, figure.label):
        for language, text in texts.items():
            outside = [
                year for year in sorted(named_years(text, (figure,))) if not _has_year(figure.covers, year)
            ]
            values = {"language": language, "covers": figure.covers}
            if outside:
                yield Finding("figures-claim-year", {**values, "words": outside[0]})
            elif language in words:
                for code, found in _check_months(text, (figure,), words[language]):
                    yield Finding(code, {**values, **found})


def _check_months(text: str, figures: tuple[Figure, ...], words: ClaimWords) -> Iterator[Finding]:
    """Report months and seasons that none of the figures is counted by."""
    spans = [figure.covers for figure in figures if figure.covers]
    if len(spans) < len(figures):
        return
    for months, pattern in words.months:
        found = pattern.search(text)
        if found and not any(_is_within(span, months) for span in spans):
            yield Finding("figures-claim-months", {"words": found[0], "covers": _list_spans(spans)})


def _is_within(span: Span, months: frozenset[int]) -> bool:
    """Whether a period begins or ends in one of the months, and is not one of whole years."""
    return span.first.month in months or span.last.month in months
