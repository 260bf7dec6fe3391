"""The digest of a value: the same for the same value in every run, and another for any other.

Dataclasses, texts, numbers, days and moments, and tuples, lists, sets and mappings of such are understood;
for anything else, whose sameness nobody could know, there is a `TypeError`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any

Spell = Callable[[Any], str]
SIMPLE = (type(None), bool, int, float, Decimal, bytes, dt.date, dt.time)


class Digester:
    """Digests values; those of the `shared` classes, which many values have in common, only once each."""

    def __init__(self, *shared: type) -> None:
        self._shared = frozenset(shared)
        self._known: dict[int, tuple[object, str]] = {}
        self._spells: dict[type, Spell] = {tuple: self._row, list: self._row}

    def __call__(self, *values: object) -> str:
        """Thirty-two hexadecimal digits."""
        return _digest(self._row(values))

    def _each(self, values: Iterable[object]) -> Iterable[str]:
        """How every value is spelt, so that no two different values are spelt alike."""
        spells = self._spells
        for value in values:
            kind = type(value)
            if kind is str:
                yield f"{len(value)}:{value}"  # type: ignore[arg-type] # its kind has just been seen
            else:
                yield (spells.get(kind) or self._learn(kind))(value)

    def _learn(self, kind: type) -> Spell:
        spell = self._spells[kind] = self._spell_of(kind)
        return spell

    def _spell_of(self, kind: type) -> Spell:
        if is_dataclass(kind):
            record = self._record(kind)
            return self._once(record) if kind in self._shared else record
        if issubclass(kind, Enum):
            return lambda value: _text(f"{kind.__name__}.{value.name}")
        if issubclass(kind, Mapping):
            return lambda value: "{" + "".join(sorted(self._each(value.items()))) + "}"
        if issubclass(kind, frozenset | set):
            return lambda value: "<" + "".join(sorted(self._each(value))) + ">"
        if issubclass(kind, SIMPLE):
            # A moment's text has its offset, which its zone's name alone would not tell.
            return lambda value: _text(f"{kind.__name__} {value!r} {value!s}")
        if issubclass(kind, tuple | list):
            return lambda value: _text(kind.__name__) + self._row(value)
        raise TypeError(f"{kind.__module__}.{kind.__qualname__} has no digest")

    def _row(self, values: Iterable[object]) -> str:
        return "(" + "".join(self._each(values)) + ")"

    def _record(self, kind: type) -> Spell:
        head, names = _text(kind.__qualname__), [field.name for field in fields(kind)]
        if len(names) <= 1:
            return lambda value: f"{head}{self._row([getattr(value, name) for name in names])}"
        values = attrgetter(*names)
        return lambda value: f"{head}{self._row(values(value))}"

    def _once(self, record: Spell) -> Spell:
        """The digest of a value in place of its spelling, taken once."""

        def spell(value: object) -> str:
            known = self._known.get(id(value))
            if known is None:
                # The value is kept with its digest: while it lives, nothing else can have its id.
                known = self._known[id(value)] = (value, _digest(record(value)))
            return known[1]

        return spell


def _text(value: str) -> str:
    return f"{len(value)}:{value}"


def _digest(spelt: str) -> str:
    return hashlib.blake2b(spelt.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
