"""What is wrong with bundles beyond their single files: days, topics, names and addresses."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, problem
from plugins.model.content_path import Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from plugins.model.bundle import Bundle
    from plugins.model.document import FrontMatter

PAGED = re.compile(r"(?:^|/)page/\d+$")
"""Further pages of a listing."""


def validate_bundles(
    bundles: Mapping[str, Bundle], topics: Mapping[str, object], listings: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with bundles beyond their single files; `listings` are the site's own addresses."""
    yield from _check_addresses(bundles, listings)
    identities: dict[str, Bundle] = {}
    for bundle in bundles.values():
        yield from _check_dates(bundle)
        yield from _check_topics(bundle, topics)
        yield from _check_moves(bundle, bundles)
        first = identities.setdefault(bundle.identity, bundle)
        if first is not bundle and bundle.identity not in bundles:
            yield from _check_identity(bundle, first)
        elif bundle.primary.matter.id in bundles and bundle.primary.matter.id != bundle.name:
            yield from _check_identity(bundle, bundles[bundle.identity])


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


def _check_topics(bundle: Bundle, topics: Mapping[str, object]) -> Iterator[Problem]:
    for document in bundle.documents.values():
        matter = document.matter
        if "topics" in matter.lines:
            yield from _unknown(matter, document.path, topics)
    folder = bundle.topics[0] if bundle.section is Section.FAQ else ""
    if folder and folder not in topics:
        yield problem(bundle.primary.path, 1, "topic-unknown", topic=folder, nearest=_nearest(folder, topics))


def _unknown(matter: FrontMatter, path: str, topics: Mapping[str, object]) -> Iterator[Problem]:
    for topic in matter.topics:
        if topic not in topics:
            nearest = _nearest(topic, topics)
            yield problem(path, matter.line("topics"), "topic-unknown", topic=topic, nearest=nearest)


def _nearest(topic: str, topics: Mapping[str, object]) -> str:
    return ", ".join(get_close_matches(topic, topics, 2, 0.5) or sorted(topics)[:8])


def _check_moves(bundle: Bundle, bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    matter = bundle.primary.matter
    for old in matter.moved_from:
        if old.strip("/") in bundles:
            yield problem(bundle.primary.path, matter.line("moved_from"), "moved-from-taken", address=old)


def _check_addresses(bundles: Mapping[str, Bundle], listings: Collection[str]) -> Iterator[Problem]:
    """Items and redirects where the site has a page of its own, and two redirects at one address."""
    moved: dict[str, str] = {}
    for bundle in bundles.values():
        path, matter = bundle.primary.path, bundle.primary.matter
        if bundle.name in listings:
            yield problem(path, 1, "address-taken", address=bundle.name)
        for old in (typed.strip("/") for typed in matter.moved_from):
            if old in listings or PAGED.search(old) or moved.setdefault(old, bundle.name) != bundle.name:
                yield problem(path, matter.line("moved_from"), "address-taken", address=old)
