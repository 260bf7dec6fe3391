"""The list of items by state: drafts, scheduled, published, withdrawn; and what else waits for an editor."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import Severity
from plugins.editor.desk import api
from plugins.editor.desk.item_search import ItemSearch
from plugins.editor.status import REVIEW_INTERVAL, collect_status, last_review
from plugins.model.document import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from starlette.routing import Route

    from plugins.content.options import BuildOptions
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.loading import Loaded
    from plugins.editor.status import TodoItem
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

SHOWN_AS_ITEMS = frozenset({"drafts", "scheduled", "missing", "outdated", "overdue"})
"""Kinds of tasks that the list shows as states and marks of items."""


class State(StrEnum):
    """What readers see of an item at this moment."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Version(Struct, frozen=True, kw_only=True):
    """An item in one language; `lagging` are the headings of the original's sections that changed since."""

    path: str
    title: str
    summary: str
    draft: bool
    lagging: tuple[str, ...]
    errors: int


class ListedItem(Struct, frozen=True, kw_only=True):
    """An item in the list; `published` is its moment in the site's zone, empty for a page without a date."""

    bundle: str
    section: str
    state: State
    topics: tuple[str, ...]
    published: str
    updated: str
    versions: dict[str, Version]
    missing: tuple[str, ...]
    review: str
    review_due: bool
    owner: str
    reason: str


class ItemList(Struct, frozen=True, kw_only=True):
    """All items, the topics' names by language, and tasks that belong to no item."""

    items: tuple[ListedItem, ...]
    topics: dict[str, dict[str, str]]
    tasks: dict[str, tuple[TodoItem, ...]]
    now: str
    zone: str


def routes(desk: Desk) -> list[Route]:
    """The routes of the list and of the search in it."""
    search = ItemSearch(desk.place.theme)

    def found(asked: ApiRequest) -> dict[str, object]:
        loaded = desk.loader.load()
        words = asked.text("q")
        return {
            "q": words,
            "bundles": search.find(words, loaded.result.content.bundles, loaded.result.phrases),
        }

    return [api.get("items", lambda _: list_items(desk.loader.load())), api.get("search", found)]


def list_items(loaded: Loaded) -> ItemList:
    """The list of what was loaded."""
    result, options = loaded.result, loaded.options
    errors = _error_counts(loaded)
    bundles = result.content.bundles.values()
    names = result.content.cards.texts.topics
    return ItemList(
        items=tuple(_listed(bundle, options, errors) for bundle in bundles),
        topics={slug: dict(name) for slug, name in names.items()},
        tasks=collect_status(result, options, SHOWN_AS_ITEMS),
        now=options.now.isoformat(),
        zone=options.zone.key,
    )


def state_of(bundle: Bundle, now: dt.datetime) -> State:
    """What readers see of a bundle at a moment."""
    status = bundle.primary.matter.status
    if status is Status.DRAFT:
        return State.DRAFT
    if status is Status.WITHDRAWN:
        return State.WITHDRAWN
    return State.SCHEDULED if bundle.published and bundle.published > now else State.PUBLISHED


def _listed(bundle: Bundle, options: BuildOptions, errors: Mapping[str, int]) -> ListedItem:
    matter, review = bundle.primary.matter, last_review(bundle)
    return ListedItem(
        bundle=bundle.name,
        section=str(bundle.section),
        state=state_of(bundle, options.now),
        topics=bundle.topics,
        published=bundle.published.isoformat() if bundle.published else "",
        updated=str(matter.updated or ""),
        versions={
            code: _version(bundle, code, document, options, errors)
            for code, document in bundle.documents.items()
        },
        missing=tuple(code for code in options.languages if code not in bundle.documents),
        review=str(review or ""),
        review_due=bool(review and options.now.date() - review > REVIEW_INTERVAL),
        owner=matter.owner,
        reason=matter.reason,
    )


def _version(
    bundle: Bundle, code: str, document: Document, options: BuildOptions, errors: Mapping[str, int]
) -> Version:
    changed = bundle.changed_since_translated(code)
    return Version(
        path=f"{bundle.name}/{code}.md",
        title=document.matter.title,
        summary=document.matter.summary,
        draft=document.matter.status is Status.DRAFT,
        lagging=tuple(part.heading for part in changed),
        errors=errors.get(f"{options.display_name}/{bundle.name}/{code}.md", 0),
    )


def _error_counts(loaded: Loaded) -> Mapping[str, int]:

    problems = loaded.result.problems
    return Counter(found.path for found in problems if found.severity is Severity.ERROR)
