"""The digest of a value: the same for the same value in every run, and another for any other.

Dataclasses, texts, numbers, days and moments, and tuples, lists, sets and mappings of such are understood;
for anything else, whose sameness nobody could know, there is a `TypeError`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

Spell = Callable[[Any], str]
SIMPLE = (type(None), bool, int, float, Decimal, bytes, dt.date, dt.time)


class Digester:
    """Digests values; those of the `shared` classes, which many values have in common, only once each."""

    def __init__(self, *shared: type) -> None:
        self._shared = frozenset(shared)
        self._known: dict[int, tuple[object, str]] = {}
        self._spells: dict[type, Spell] = {str: _text, tuple: self._row, list: self._row}

    def __call__(self, *values: object) -> str:
        """Thirty-two hexadecimal digits."""
        return _digest(self._row(values))

    def _spell(self, value: object) -> str:
        kind = type(value)
        spell = self._spells.get(kind)
        if spell is None:
            spell = self._spells[kind] = self._spell_of(kind)
        return spell(value)

    def _spell_of(self, kind: type) -> Spell:
        """How values of a class are spelt, so that no two different values are spelt alike."""
        if is_dataclass(kind):
            return self._known_record if kind in self._shared else self._record(kind)
        if issubclass(kind, Enum):
            return lambda value: _text(f"{kind.__name__}.{value.name}")
        if issubclass(kind, Mapping):
            return lambda value: "{" + self._sorted(value.items()) + "}"
        if issubclass(kind, frozenset | set):
            return lambda value: "<" + self._sorted(value) + ">"
        if issubclass(kind, SIMPLE):
            # A moment's text has its offset, which its zone's name alone would not tell.
            return lambda value: _text(f"{kind.__name__} {value!r} {value!s}")
        if issubclass(kind, tuple | list):
            return lambda value: _text(kind.__name__) + self._row(value)
        raise TypeError(f"{kind.__module__}.{kind.__qualname__} has no digest")

    def _row(self, values: Any) -> str:  # noqa: ANN401 - a tuple or a list of anything
        return "(" + "".join([self._spell(value) for value in values]) + ")"

    def _sorted(self, values: Any) -> str:  # noqa: ANN401 - a set, or a mapping's items
        return "".join(sorted(self._spell(value) for value in values))

    def _record(self, kind: type) -> Spell:
        names = [field.name for field in fields(kind)]
        head = _text(kind.__qualname__)

        def spell(value: object) -> str:
            return head + "[" + "".join([self._spell(getattr(value, name)) for name in names]) + "]"

        return spell

    def _known_record(self, value: object) -> str:
        known = self._known.get(id(value))
        if known is None:
            # The value is kept with its digest: while it lives, nothing else can have its id.
            known = self._known[id(value)] = (value, _digest(self._record(type(value))(value)))
        return known[1]


def _text(value: str) -> str:
    return f"{len(value)}:{value}"


def _digest(spelt: str) -> str:
    return hashlib.blake2b(spelt.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
