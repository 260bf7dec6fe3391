"""The list of items by state: drafts, scheduled, published, withdrawn; and what else waits for an editor."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.problem import Severity
from plugins.editor.acts.scheduled_items import ScheduleState, is_unpublished, scheduled_items
from plugins.editor.desk import api
from plugins.editor.desk.api import problem_records
from plugins.editor.desk.item_search import ItemSearch
from plugins.editor.desk.site_file_kinds import site_file_kind
from plugins.editor.status import REVIEW_INTERVAL, collect_status, last_review
from plugins.model.document import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from starlette.routing import Route

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult, SiteContent
    from plugins.diagnostics.problem import Problem
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.loading import Loaded
    from plugins.editor.status import TodoItem
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

SHOWN_AS_ITEMS = frozenset({"checking", "drafts", "failed", "missing", "outdated", "overdue", "scheduled"})
"""Kinds of tasks that the list shows as states and marks of items."""


class State(StrEnum):
    """What readers see of an item at this moment."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    READY = "ready"
    PUBLISHED = "published"
    FAILED = "failed"
    CHECKING = "checking"
    OBSOLETE = "obsolete"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


STATES = {status: State(status.value) for status in Status}


class Version(Struct, frozen=True, kw_only=True):
    """An item in one language; `lagging` are the headings of the original's sections that changed since."""

    title: str
    draft: bool
    lagging: tuple[str, ...]
    errors: int


class ListedItem(Struct, frozen=True, kw_only=True):
    """An item in the list; `published` is its moment in the site's zone, None for a page without a date.

    `unpublished` is whether readers have never had it.
    """

    bundle: str
    section: str
    state: State
    topics: tuple[str, ...]
    published: dt.datetime | None
    updated: dt.date | None
    versions: dict[str, Version]
    missing: tuple[str, ...]
    review: dt.date | None
    owner: str
    reason: str
    unpublished: bool
    review_due: bool = False


class ItemList(Struct, frozen=True, kw_only=True):
    """All items, the topics' names by language, tasks that belong to no item, and errors beside the items.

    `version` changes with the list.
    """

    version: str
    items: tuple[ListedItem, ...]
    topics: dict[str, dict[str, str]]
    tasks: dict[str, tuple[TodoItem, ...]]
    now: str
    problems: tuple[dict[str, object], ...] = ()


def routes(desk: Desk) -> list[Route]:
    """The routes of the list and of the search in it."""
    lister, search = Lister(), ItemSearch(desk.place.theme)

    def listed(asked: ApiRequest) -> object:
        loaded = desk.loader.load()
        found = lister.list(loaded)
        if asked.query.get("known") == found.version:
            return {"unchanged": True}
        return replace(found, problems=tuple(_records_beside(loaded, asked.language)))

    def searched(asked: ApiRequest) -> dict[str, object]:
        result, words = desk.loader.load().result, asked.text("q")
        return {"q": words, "bundles": search.find(words, result.content.bundles, result.phrases)}

    return [api.get("items", listed), api.get("search", searched)]


class Lister:
    """Makes the list; what does not depend on the moment is made once for a state of the files."""

    def __init__(self) -> None:
        self._source: LoadResult | None = None
        self._items: tuple[ListedItem, ...] = ()
        self._last: ItemList | None = None

    def list(self, loaded: Loaded) -> ItemList:
        """The list of what was loaded."""
        result, options = loaded.result, loaded.options
        if self._source is not result:
            errors = _error_counts(loaded)
            content = result.content
            self._items = tuple(_listed(each, content, options, errors) for each in content.bundles.values())
            self._source, self._last = result, None
        now = options.now.astimezone(options.zone)
        out = sum(item.published is not None and item.published <= now for item in self._items)
        waiting = scheduled_items(result, options)
        failed = frozenset(each.bundle for each in waiting if each.place is ScheduleState.FAILED)
        version = f"{loaded.digest[:16]}-{now.date()}-{out}-{len(failed)}"
        if self._last is None or self._last.version != version:
            self._last = self._at(now, version, loaded, failed)
        return replace(self._last, now=now.isoformat())

    def _at(self, now: dt.datetime, version: str, loaded: Loaded, failed: frozenset[str]) -> ItemList:
        content = loaded.result.content
        return ItemList(
            version=version,
            items=tuple(_at(item, now, failed) for item in self._items),
            topics={slug: dict(name) for slug, name in content.cards.texts.topics.items()},
            tasks=collect_status(loaded.result, loaded.options, SHOWN_AS_ITEMS),
            now="",
        )


def _at(item: ListedItem, now: dt.datetime, failed: frozenset[str]) -> ListedItem:
    """The item as it is at a moment: out, not yet or not as it should be; its review due or not."""
    review = item.review
    due = review is not None and now.date() - review > REVIEW_INTERVAL
    state = item.state
    if state is State.PUBLISHED and item.published and item.published > now:
        state = State.SCHEDULED
    elif item.bundle in failed:
        state = State.FAILED
    elif state is State.PUBLISHED and item.unpublished:
        state = State.READY
    return replace(item, state=state, review_due=due)


def _listed(
    bundle: Bundle, content: SiteContent, options: BuildOptions, errors: Mapping[str, int]
) -> ListedItem:
    matter = bundle.primary.matter
    return ListedItem(
        bundle=bundle.name,
        section=str(bundle.section),
        state=STATES[matter.status or Status.PUBLISHED],
        topics=bundle.topics,
        published=bundle.published,
        updated=matter.updated,
        versions={
            code: _version(bundle, code, document, options, errors)
            for code, document in bundle.documents.items()
        },
        missing=tuple(code for code in options.languages if code not in bundle.documents),
        review=last_review(bundle),
        owner=matter.owner,
        reason=matter.reason,
        unpublished=is_unpublished(bundle, content.ledger),
    )


def _version(
    bundle: Bundle, code: str, document: Document, options: BuildOptions, errors: Mapping[str, int]
) -> Version:
    changed = bundle.changed_since_translated(code)
    return Version(
        title=document.matter.title,
        draft=document.matter.status is Status.DRAFT,
        lagging=tuple(part.heading for part in changed),
        errors=errors.get(f"{options.display_name}/{bundle.name}/{code}.md", 0),
    )


def _records_beside(loaded: Loaded, language: str) -> Iterator[dict[str, object]]:
    """The errors in files that belong to no listed item, with the path of a file that the desk opens."""
    for found in _errors_beside(loaded):
        path = found.path.removeprefix(f"{loaded.options.display_name}/")
        site_path = path if site_file_kind(path) else ""
        yield from ({**each, "site_path": site_path} for each in problem_records([found], language))


def _errors_beside(loaded: Loaded) -> Iterator[Problem]:
    """The errors in files that belong to no listed item: without a mark in the list they must be told."""
    folders = tuple(f"{loaded.options.display_name}/{name}/" for name in loaded.result.content.bundles)
    for found in loaded.result.problems:
        if found.severity is Severity.ERROR and not found.path.startswith(folders):
            yield found


def _error_counts(loaded: Loaded) -> Mapping[str, int]:
    problems = loaded.result.problems
    return Counter(found.path for found in problems if found.severity is Severity.ERROR)
