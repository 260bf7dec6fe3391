"""`content/feed-identities.lock`: folder, languages and id of every item that was ever published.

If an id changed, feed readers would show the item a second time, and miss its corrections.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.problem import ContentError, Problem, Severity, advice, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.content.load import SiteContent
    from plugins.content.options import BuildOptions
    from plugins.model.edition import Edition, Item

LOCK_FILE = "feed-identities.lock"
LOCK_HEADER = """\
# What readers' programs know our news by: folder, languages, identity. Made by `./inv lock`; do not edit.
# По этим строкам программы читателей узнают наши новости. Файл делает `./inv lock`; не правьте его.
"""
AUTHORITY = "authority"
FEED_ID = re.compile(rb"<id>tag:([^:<]+):")
COLUMNS = 3
MIN_SIMILARITY = 0.6


class PublishedId(Struct, frozen=True):
    """A published item: its bundle, its languages, and its line in the lock file."""

    bundle: str
    languages: frozenset[str]
    line: int = 0


class IdLock(Struct, frozen=True):
    """The authority and every item ever published, by id."""

    authority: str
    items: Mapping[str, PublishedId]


def parse_id_lock(text: str, path: str) -> tuple[IdLock, list[Problem]]:
    """Parse the text of a lock file, which may be empty; return it with the problems of invalid lines."""
    authority, items, problems = "", {}, []
    for number, words in enumerate(map(str.split, text.splitlines()), start=1):
        if not words or words[0].startswith("#"):
            continue
        if words[0] == AUTHORITY and len(words) == COLUMNS - 1:
            authority = words[1]
        elif len(words) == COLUMNS and words[2] not in items:
            items[words[2]] = PublishedId(words[0], frozenset(words[1].split(",")), number)
        else:
            problems.append(problem(path, number, "feed-lock-line", line=" ".join(words)))
    return IdLock(authority, items), problems


def feed_authority(feed: bytes) -> str:
    """The authority in the id of an Atom feed of this project; empty for anything else."""
    found = FEED_ID.search(feed)
    return found[1].decode(errors="replace") if found else ""


def check_id_lock(editions: Iterable[Edition], text: str, path: str, authority: str) -> list[Problem]:
    """Lost and duplicate items; `text` is the lock file's, `path` its name in messages."""
    lock, problems = parse_id_lock(text, path)
    if lock.authority and lock.authority != authority:
        problems.append(problem(path, 1, "feed-authority", locked=lock.authority, given=authority))
    published = _items_by_id(editions)
    unlocked = [items[0] for identity, items in published.items() if identity not in lock.items]
    for identity, locked in lock.items.items():
        problems += _check_lost(identity, locked, published.get(identity, ()), unlocked, path)
    new = len(unlocked)
    return [*problems, advice(path, 1, "feed-lock-behind", count=new)] if new and lock.items else problems


def _items_by_id(editions: Iterable[Edition]) -> dict[str, list[Item]]:
    published: dict[str, list[Item]] = {}
    for edition in editions:
        for item in edition.announced_items:
            published.setdefault(_item_id(item), []).append(item)
    return published


def _item_id(item: Item) -> str:
    return "_".join(item.identity.split())


def _check_lost(
    identity: str, locked: PublishedId, items: Sequence[Item], unlocked: Sequence[Item], path: str
) -> Iterator[Problem]:
    missing = locked.languages - {item.language.code for item in items}
    if not missing:
        return
    if items:
        languages = ", ".join(sorted(missing))
        yield problem(items[0].path, 1, "feed-translation-lost", bundle=items[0].bundle, languages=languages)
        return
    changed = [item for item in unlocked if item.bundle == locked.bundle]
    if changed:
        yield problem(changed[0].path, 1, "feed-identity-changed", identity=identity)
        return
    moved = _closest_item(locked.bundle, unlocked)
    if moved:
        yield problem(moved.path, 1, "feed-item-moved", old=locked.bundle, identity=identity)
    else:
        yield problem(path, locked.line, "feed-item-lost", bundle=locked.bundle)


def _closest_item(bundle: str, unlocked: Sequence[Item]) -> Item | None:
    """The new item with the most similar folder name: probably the lost one was renamed."""
    by_bundle = {item.bundle: item for item in unlocked}
    nearest = get_close_matches(bundle, by_bundle, 1, MIN_SIMILARITY)
    return by_bundle[nearest[0]] if nearest else None


def update_id_lock(editions: Iterable[Edition], text: str, path: str, authority: str) -> str:
    """The lock file's new text; raises `ValueError` for an invalid line: it might contain an id."""
    lock, problems = parse_id_lock(text, path)
    if problems:
        raise ValueError(problems[0].format("en"))
    items = dict(lock.items)
    for identity, found in _items_by_id(editions).items():
        known = items.get(identity, PublishedId("", frozenset()))
        languages = known.languages | {item.language.code for item in found}
        items[identity] = replace(known, bundle=found[0].bundle, languages=languages)
    lines = sorted(_format_line(identity, locked) for identity, locked in items.items())
    return f"{LOCK_HEADER}{AUTHORITY} {lock.authority or authority}\n{''.join(lines)}"


def _format_line(identity: str, locked: PublishedId) -> str:
    return f"{locked.bundle} {','.join(sorted(locked.languages))} {identity}\n"


def check_content_lock(content: SiteContent, options: BuildOptions) -> list[Problem]:
    """Compare loaded content with the lock file in it."""
    return check_id_lock(content.editions, *_read_lock_file(options), options.site.feeds.authority)


def require_locked_ids(content: SiteContent, options: BuildOptions) -> None:
    """Raises `ContentError` if feed readers would lose or duplicate an item."""
    problems = check_content_lock(content, options)
    if any(found.severity is Severity.ERROR for found in problems):
        raise ContentError(problems)


def write_lock(content: SiteContent, options: BuildOptions) -> Path:
    """Add what is published now to the lock file; raises `ContentError` if readers would lose an item."""
    require_locked_ids(content, options)
    file = options.content / LOCK_FILE
    text = update_id_lock(content.editions, *_read_lock_file(options), options.site.feeds.authority)
    file.write_text(text, encoding="utf-8")
    return file


def _read_lock_file(options: BuildOptions) -> tuple[str, str]:
    file = options.content / LOCK_FILE
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    return text, f"{options.display_name}/{LOCK_FILE}"
