"""The lock: everything readers' programs know our items by, kept in the repository for good.

`content/feed-identities.lock` is plain text, one item a line: its folder, the languages it was published
in, and its identity. What is in it must stay: a program that has once shown an item shows it a second time
when its identity changes, and never learns of a correction when it is lost.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.problem import Problem, advice, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plugins.model.edition import Edition, Item

FILE = "feed-identities.lock"
HEAD = """\
# What readers' programs know our news by: folder, languages, identity. Made by `./inv lock`; do not edit.
# По этим строкам программы читателей узнают наши новости. Файл делает `./inv lock`; не правьте его.
"""
AUTHORITY = "authority"
COLUMNS = 3
ALIKE = 0.6


class Locked(Struct, frozen=True):
    """An item as it was last published: where, in which languages, and on which line of the lock."""

    bundle: str
    languages: frozenset[str]
    line: int = 0


class Lock(Struct, frozen=True):
    """The authority and, by identity, every item ever published."""

    authority: str
    items: Mapping[str, Locked]


def read_lock(text: str, path: str) -> tuple[Lock, list[Problem]]:
    """The lock in a file's text, and the lines that are none; an empty text is an empty lock."""
    authority, items, problems = "", {}, []
    for number, words in enumerate(map(str.split, text.splitlines()), start=1):
        if not words or words[0].startswith("#"):
            continue
        if words[0] == AUTHORITY and len(words) == COLUMNS - 1:
            authority = words[1]
        elif len(words) == COLUMNS and words[2] not in items:
            items[words[2]] = Locked(words[0], frozenset(words[1].split(",")), number)
        else:
            problems.append(problem(path, number, "feed-lock-line", line=" ".join(words)))
    return Lock(authority, items), problems


def check_identities(editions: Iterable[Edition], text: str, path: str, authority: str) -> list[Problem]:
    """What readers' programs would lose or see twice if these editions were published.

    `text` is the lock file's, `path` its name as editors know it. New items are no error: they are counted
    in one piece of advice.
    """
    lock, problems = read_lock(text, path)
    if lock.authority and lock.authority != authority:
        problems.append(problem(path, 1, "feed-authority", locked=lock.authority, given=authority))
    published = _published(editions)
    unlocked = [items[0] for identity, items in published.items() if identity not in lock.items]
    for identity, locked in lock.items.items():
        problems += _lost(identity, locked, published.get(identity, ()), unlocked, path)
    new = len(unlocked)
    return [*problems, advice(path, 1, "feed-lock-behind", count=new)] if new and lock.items else problems


def _published(editions: Iterable[Edition]) -> dict[str, list[Item]]:
    """The items of all editions by identity."""
    published: dict[str, list[Item]] = {}
    for edition in editions:
        for item in edition.announced_items:
            published.setdefault(_key(item), []).append(item)
    return published


def _key(item: Item) -> str:
    return "_".join(item.identity.split())


def _lost(
    identity: str, locked: Locked, items: Sequence[Item], unlocked: Sequence[Item], path: str
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
    moved = _nearest(locked.bundle, unlocked)
    if moved:
        yield problem(moved.path, 1, "feed-item-moved", old=locked.bundle, identity=identity)
    else:
        yield problem(path, locked.line, "feed-item-lost", bundle=locked.bundle)


def _nearest(bundle: str, unlocked: Sequence[Item]) -> Item | None:
    """The new item whose folder is most like the lost one's: most likely it was renamed."""
    by_bundle = {item.bundle: item for item in unlocked}
    nearest = get_close_matches(bundle, by_bundle, 1, ALIKE)
    return by_bundle[nearest[0]] if nearest else None


def update_lock(editions: Iterable[Edition], text: str, path: str, authority: str) -> str:
    """The lock file's new text: whatever was in it stays, what is published now is added.

    Raises `ValueError` when a line of the old text cannot be read: it might hold an identity.
    """
    lock, problems = read_lock(text, path)
    if problems:
        raise ValueError(problems[0].format("en"))
    items = dict(lock.items)
    for identity, found in _published(editions).items():
        known = items.get(identity, Locked("", frozenset()))
        languages = known.languages | {item.language.code for item in found}
        items[identity] = replace(known, bundle=found[0].bundle, languages=languages)
    lines = sorted(_line(identity, locked) for identity, locked in items.items())
    return f"{HEAD}{AUTHORITY} {lock.authority or authority}\n{''.join(lines)}"


def _line(identity: str, locked: Locked) -> str:
    return f"{locked.bundle} {','.join(sorted(locked.languages))} {identity}\n"
