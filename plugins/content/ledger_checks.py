"""Compares content with the ledger: what feed readers would lose or see twice, what is not stamped."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from plugins.content.ledger import record_id
from plugins.content.ledger_stamp import stamp_ledger
from plugins.diagnostics.problem import ContentError, Problem, advice, problem
from plugins.model.document import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from plugins.content.ledger import FigureRecord, Ledger
    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.figures.model import Figure
    from plugins.model.bundle import Bundle
    from plugins.model.edition import Edition, Item

MIN_SIMILARITY = 0.6


def check_ledger(content: SiteContent, options: BuildOptions) -> list[Problem]:
    """Errors for lost and duplicate items, and advice if something is not stamped."""
    problems = _check_released(content, options)
    changes = stamp_ledger(content, options)[1]
    if changes and content.ledger.is_stamped:
        problems.append(advice(content.ledger.path, 1, "ledger-behind", **changes.counts))
    return problems


def require_released(content: SiteContent, options: BuildOptions) -> None:
    """Raises `ContentError` if feed readers would lose an item or see it twice."""
    problems = _check_released(content, options)
    if problems:
        raise ContentError(problems)


def _check_released(content: SiteContent, options: BuildOptions) -> list[Problem]:
    figures = content.cards.texts.figure_renderer.figures.figures
    return [
        *check_released(
            content.editions,
            content.ledger,
            options.site.feeds.authority,
            content.bundles,
            content.skipped.left_out,
        ),
        *check_values(figures.values(), content.ledger.figures, options.now.date()),
    ]


def check_values(
    figures: Iterable[Figure], released: Mapping[str, FigureRecord], today: dt.date
) -> Iterator[Problem]:
    """Figures whose released value changed without a word to readers: those need `was:`.

    A figure that was counted again later, over a time that was not over when it was released, has grown and
    was not wrong.
    """
    for figure in figures:
        record = released.get(figure.address)
        if record is None or figure.remainder or record.value == figure.value:
            continue
        day = record.at.date()
        open_ended = figure.covers is None or figure.covers.last.last_day >= day
        has_grown = open_ended and figure.as_of.first_day > day
        corrected = figure.correction and figure.correction.value == record.value
        if not has_grown and not corrected:
            values = {"address": figure.address, "was": f"{record.value:f}", "now": f"{figure.value:f}"}
            yield problem(figure.path, figure.line, "figure-value-changed", today=today, **values)


def check_released(
    editions: Iterable[Edition],
    ledger: Ledger,
    authority: str,
    bundles: Mapping[str, Bundle],
    left_out: Collection[str] = (),
) -> list[Problem]:
    """Released items that are gone or have another identity, and a changed authority.

    `bundles` are all of the content, also those that readers do not see; `left_out` are names of those that
    are broken and expected to be missing.
    """
    problems = []
    if ledger.authority and ledger.authority != authority:
        problems.append(problem(ledger.path, 1, "feed-authority", locked=ledger.authority, given=authority))
    present = _items_by_id(editions)
    released: dict[str, set[str]] = {}
    for (identity, code), record in ledger.items.items():
        if record.bundle in left_out:
            continue
        released.setdefault(identity, set()).add(code)
    fresh = [items[0] for identity, items in present.items() if identity not in released]
    hidden = {record_id(bundle.identity): bundle for bundle in bundles.values()}
    for identity, codes in released.items():
        missing = codes - {item.language.code for item in present.get(identity, ())}
        if not missing:
            continue
        if identity in present:
            item, languages = present[identity][0], ", ".join(sorted(missing))
            problems.append(
                problem(item.path, 1, "feed-translation-lost", bundle=item.bundle, languages=languages)
            )
        elif identity in hidden:
            problems.append(_hidden_problem(hidden[identity]))
        else:
            problems.append(_lost_problem(identity, min(missing), fresh, ledger))
    return problems


def _items_by_id(editions: Iterable[Edition]) -> dict[str, list[Item]]:
    present: dict[str, list[Item]] = {}
    for edition in editions:
        for item in edition.announced_items:
            present.setdefault(record_id(item.identity), []).append(item)
    return present


def _hidden_problem(bundle: Bundle) -> Problem:
    """An item that was released and is now a draft, or dated in the future."""
    matter, path = bundle.primary.matter, bundle.primary.path
    if matter.status is Status.DRAFT:
        return problem(path, matter.line("status"), "feed-item-draft", bundle=bundle.name)
    line = matter.line("date" if "date" in matter.lines else "time")
    return problem(path, line, "feed-item-scheduled", bundle=bundle.name, date=bundle.published)


def _lost_problem(identity: str, code: str, fresh: Sequence[Item], ledger: Ledger) -> Problem:
    bundle = ledger.items[identity, code].bundle
    changed = [item for item in fresh if item.bundle == bundle]
    if changed:
        return problem(changed[0].path, 1, "feed-identity-changed", identity=identity)
    if moved := _closest_item(bundle, fresh):
        return problem(moved.path, 1, "feed-item-moved", old=bundle, identity=identity)
    return problem(ledger.path, ledger.lines.get((identity, code), 1), "feed-item-lost", bundle=bundle)


def _closest_item(bundle: str, fresh: Sequence[Item]) -> Item | None:
    """The new item with the most similar folder name: probably the lost one was renamed."""
    by_bundle = {item.bundle: item for item in fresh}
    nearest = get_close_matches(bundle, by_bundle, 1, MIN_SIMILARITY)
    return by_bundle[nearest[0]] if nearest else None
