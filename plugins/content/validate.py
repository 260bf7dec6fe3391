"""Checks across files: dates, topics, identities and URLs of bundles."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import NOTHING, Problem, Severity, advice, problem
from plugins.model.bundle import merge_targets
from plugins.model.config import SiteSection
from plugins.model.content_path import Section
from plugins.model.document import GONE, NOTICED, Status
from plugins.model.old_address import bundle_path, is_reserved, parse_old_address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from plugins.content.edition_builder import TopicNames
    from plugins.figures.model import Figure, FigureSet
    from plugins.model.bundle import Bundle
    from plugins.model.document import FrontMatter


PAGED = re.compile(r"(?:^|/)page/\d+$")
"""Further pages of a listing."""


def validate_bundles(
    bundles: Mapping[str, Bundle],
    topics: TopicNames,
    listings: Collection[str],
    languages: Collection[str],
) -> Iterator[Problem]:
    """Problems that single files cannot show.

    `listings` are the site's own paths, those of public files with a slash before them. Without `topics`, if
    they are missing or unreadable, none is unknown.
    """
    yield from _check_addresses(bundles, listings, languages)
    identities: dict[str, Bundle] = {}
    for bundle in bundles.values():
        yield from _check_dates(bundle)
        yield from _check_topics(bundle, topics) if topics else ()
        yield from _check_moves(bundle, bundles)
        yield from _check_unfinished(bundle)
        yield from _check_untranslated(bundle)
        yield from _check_merge(bundle, bundles)
        first = identities.setdefault(bundle.identity, bundle)
        if first is not bundle and bundle.identity not in bundles:
            yield from _check_identity(bundle, first)
        elif bundle.primary.matter.id in bundles and bundle.primary.matter.id != bundle.name:
            yield from _check_identity(bundle, bundles[bundle.identity])


def check_sections_off(
    bundles: Iterable[Bundle], sets: Iterable[FigureSet], off: Collection[str]
) -> Iterator[Problem]:
    """Items and figure sets in sections that are switched off: nothing would show them."""
    for bundle in bundles:
        if (section := bundle.name.partition("/")[0]) in off:
            yield from (
                problem(each.path, 1, "section-off", section=section) for each in bundle.documents.values()
            )
    if SiteSection.FIGURES in off:
        yield from (problem(each.path, 1, "section-off", section="figures") for each in sets)


def _check_identity(bundle: Bundle, other: Bundle) -> Iterator[Problem]:
    matter = bundle.primary.matter
    line = matter.line("id" if matter.id else "moved_from")
    yield problem(bundle.primary.path, line, "identity-taken", id=bundle.identity, other=other.name)


def _check_dates(bundle: Bundle) -> Iterator[Problem]:
    dated = bundle.section in {Section.SUMMARIES, Section.FAQ}
    if dated and bundle.published is None and not bundle.primary.problems:
        yield problem(bundle.primary.path, 1, "date-missing")
    for document in bundle.documents.values():
        line = document.matter.lines.get("date")
        if line and bundle.section is Section.NEWS:
            yield problem(document.path, line, "date-in-folder", folder=bundle.name.rpartition("/")[2])


def _check_unfinished(bundle: Bundle) -> Iterator[Problem]:
    """What a published text may not have: a news item with a summary may do without a text."""
    for document in bundle.documents.values():
        status = document.matter.status
        for found in document.unfinished if status is not Status.DRAFT else ():
            if found.code != "text-missing":
                yield found
            elif status not in GONE:
                brief = bundle.section in {Section.NEWS, Section.SUMMARIES} and document.matter.summary
                yield replace(found, severity=Severity.ADVICE) if brief else found


def _check_untranslated(bundle: Bundle) -> Iterator[Problem]:
    """Corrections, changes and the reason of a status that readers of another language are not told."""
    readable = [each for each in bundle.documents.values() if each.readable]
    for document in readable[1:]:
        primary = readable[0]
        if document.matter.status in NOTICED and primary.matter.reason and not document.matter.reason:
            yield advice(document.path, 1, "reason-untranslated", other=primary.path)
        for one, other in ((primary, document), (document, primary)):
            for key in ("corrections", "changes") if other.matter.status is not Status.DRAFT else ():
                told = Counter(note.date for note in getattr(one.matter, key))
                told -= Counter(note.date for note in getattr(other.matter, key))
                if told:
                    dates, line = ", ".join(map(str, sorted(told))), other.matter.line(key)
                    yield advice(other.path, line, f"{key}-untranslated", dates=dates, other=one.path)


def _check_merge(bundle: Bundle, bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """A merged item needs another one, that readers can get to; all its languages are merged with it."""
    primary = bundle.primary
    for document in bundle.documents.values():
        if document.matter.status is Status.MERGED and primary.matter.status is not Status.MERGED:
            yield problem(document.path, document.matter.line("status"), "merged-translation")
    target = bundle.merged_into
    if not target:
        return
    line = primary.matter.line("merged_into")
    if target not in bundles:
        nearest = ", ".join(get_close_matches(target, bundles, 2, 0.5)) or "—"
        yield problem(primary.path, line, "merged-into-unknown", target=target, nearest=nearest)
    elif bundle.name not in merge_targets(bundles, _public(bundles)):
        yield problem(primary.path, line, "merged-into-hidden", target=target)


def _public(bundles: Mapping[str, Bundle]) -> set[str]:
    """The bundles that are or will be public and are not merged."""
    return {
        name
        for name, bundle in bundles.items()
        if not bundle.merged_into and bundle.primary.matter.status is not Status.DRAFT
    }


def check_change_dates(bundles: Iterable[Bundle], today: dt.date) -> Iterator[Problem]:
    """Changes, corrections and reviews that are later than `today`, or earlier than their item.

    What is scheduled may be changed up to its own day.
    """
    for bundle in bundles:
        day = bundle.published and bundle.published.date()
        for document in bundle.documents.values():
            for key, date in _change_dates(document.matter):
                line = document.matter.line(key)
                if date > max(today, day or today):
                    yield problem(document.path, line, "date-in-future", key=key, date=date, today=today)
                elif day and date < day and key != "reviewed":
                    yield problem(document.path, line, "date-before-item", key=key, date=date, day=day)


def _change_dates(matter: FrontMatter) -> Iterator[tuple[str, dt.date]]:
    """The dates that a file itself names, by key."""
    for key, date in (("updated", matter.updated), ("reviewed", matter.reviewed)):
        if date and key in matter.lines:
            yield key, date
    if matter.since and "since" in matter.lines:
        yield "since", matter.since.date()
    for key in ("corrections", "changes"):
        yield from ((key, note.date) for note in getattr(matter, key))


def check_figure_corrections(figures: Iterable[Figure], today: dt.date) -> Iterator[Problem]:
    """Corrections of figures that are later than `today`."""
    for figure in figures:
        if figure.correction and figure.correction.replaced_on.first_day > today:
            date = figure.correction.replaced_on
            yield problem(figure.path, figure.line, "date-in-future", key="until", date=date, today=today)


def _check_topics(bundle: Bundle, topics: TopicNames) -> Iterator[Problem]:
    for document in bundle.documents.values():
        matter = document.matter
        if "topics" in matter.lines:
            yield from _unknown(matter, document.path, topics)
    folder = bundle.topics[0] if bundle.section is Section.FAQ else ""
    if folder and folder not in topics:
        yield problem(
            bundle.primary.path, 1, "topic-unknown", topic=folder, nearest=nearest_topics(folder, topics)
        )


def _unknown(matter: FrontMatter, path: str, topics: TopicNames) -> Iterator[Problem]:
    for topic in matter.topics:
        if topic not in topics:
            nearest = nearest_topics(topic, topics)
            yield problem(path, matter.line("topics"), "topic-unknown", topic=topic, nearest=nearest)


def nearest_topics(topic: str, topics: TopicNames) -> str:
    """The topics that readers know by this name, or spelled most alike, else the site's first ones."""
    named = {name.casefold(): slug for slug, names in topics.items() for name in names.values()}
    near = get_close_matches(topic.casefold(), named, 1, 0.8)
    found = [named[near[0]]] if near else get_close_matches(topic, topics, 2, 0.5)
    return ", ".join(found or sorted(topics)[:8]) or NOTHING


def _check_moves(bundle: Bundle, bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    matter = bundle.primary.matter
    for old in matter.moved_from:
        folder = bundle_path(old)
        if folder in bundles and (bundles[folder] is not bundle or not old.startswith("/")):
            yield problem(bundle.primary.path, matter.line("moved_from"), "moved-from-taken", address=old)


def _check_addresses(
    bundles: Mapping[str, Bundle], listings: Collection[str], languages: Collection[str]
) -> Iterator[Problem]:
    moved: dict[str, str] = {}
    for bundle in bundles.values():
        if bundle.name in listings:
            yield problem(bundle.primary.path, 1, "address-taken", address=bundle.name)
        for document in bundle.documents.values():
            matter = document.matter
            for typed in matter.moved_from:
                code, _, folder = typed.partition("/")
                if code in languages and "moved_from" in matter.lines:
                    line = matter.line("moved_from")
                    yield problem(document.path, line, "moved-from-language", address=typed, folder=folder)
            for typed in matter.moved_from if "moved_from" in matter.lines else ():
                old = bundle_path(typed, languages) or _root_address(typed, languages)
                if old in listings or PAGED.search(old) or moved.setdefault(old, bundle.name) != bundle.name:
                    yield problem(document.path, matter.line("moved_from"), "address-taken", address=typed)


def _root_address(typed: str, languages: Collection[str]) -> str:
    """A former address at the root; that of the front page, a listing, for one where the site has a page."""
    address = parse_old_address(typed)
    return "" if address is None or is_reserved(address, languages) else address.text
