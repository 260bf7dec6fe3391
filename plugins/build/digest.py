"""The digest of a value: the same for the same value in every run, and another for any other.

Structs, texts, numbers, days and moments, and tuples, lists, sets and mappings of such are understood;
for anything else, whose sameness nobody could know, there is a `TypeError`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.msgpack import Encoder

from plugins.model.text import LazyText

Spell = Callable[[Any], object]
PLAIN = frozenset({str, int, float, bool, type(None)})
"""What is encoded as it is; everything else as a map of its type's name to such values."""


EMPTY: tuple[()] = ()

encode = Encoder().encode


def canonical_bytes(value: object) -> bytes:
    """The bytes of a value of texts, numbers, bytes, True, False, None, and lists and maps of such.

    Equal values give equal bytes; a tuple counts as a list. Raises `TypeError` for anything else.
    """
    try:
        return encode(value)
    except (OverflowError, UnicodeEncodeError):  # integers of more than 64 bits, half a surrogate pair
        return repr(value).encode("utf-8", "backslashreplace")


class Digester:
    """Digests values; those of the `shared` classes, which many values have in common, only once each."""

    def __init__(self, *shared: type) -> None:
        self._shared = frozenset(shared)
        self._known: dict[int, tuple[object, object]] = {}
        self._spells: dict[type, Spell] = {tuple: self._tuple}

    def __call__(self, *values: object) -> str:
        """Thirty-two hexadecimal digits."""
        return _digest(self._row(values)).hex()

    def _spell(self, value: object) -> object:
        """A value in plain ones: no two different values are spelt alike."""
        kind = type(value)
        if kind in PLAIN:
            return value
        spell = self._spells.get(kind)
        if spell is None:
            spell = self._spells[kind] = self._spell_of(kind)
        return spell(value)

    def _spell_of(self, kind: type) -> Spell:
        spell = self._own_spell_of(kind)
        return self._once(spell) if kind in self._shared else spell

    def _own_spell_of(self, kind: type) -> Spell:
        name = kind.__qualname__
        if issubclass(kind, Struct):
            return self._record(kind)
        if issubclass(kind, Enum):
            spelt = {member._name_: {name: member._name_} for member in kind}
            return lambda value: spelt[value._name_]
        if issubclass(kind, Mapping):
            return lambda value: {name: self._sorted(value.items())}
        if issubclass(kind, frozenset | set):
            return lambda value: {name: self._sorted(value)}
        if issubclass(kind, tuple | list):
            return lambda value: {name: self._row(value)}
        if issubclass(kind, dt.date | dt.time | Decimal | str | bytes | LazyText):
            return _spell_moment if issubclass(kind, dt.datetime) else _spell_text
        raise TypeError(f"{kind.__module__}.{name} has no digest")

    def _row(self, values: Iterable[object]) -> tuple[object, ...]:
        """Values are hundreds of thousands: no function is called for those that are plain or known."""
        known, spelt = self._known, []
        for value in values:
            if type(value) in PLAIN or value is EMPTY:
                spelt.append(value)
            elif (found := known.get(id(value))) is not None:
                spelt.append(found[1])
            else:
                spelt.append(self._spell(value))
        return tuple(spelt)

    def _tuple(self, values: tuple[object, ...]) -> tuple[object, ...]:
        """A row; one of shared values is often shared itself, such as an item's topics."""
        spelt = self._row(values)
        if values and type(values[0]) in self._shared:
            self._known[id(values)] = (values, spelt)
        return spelt

    def _sorted(self, values: Iterable[object]) -> list[bytes]:
        return sorted(canonical_bytes(self._spell(value)) for value in values)

    def _record(self, kind: type[Struct]) -> Spell:
        name, names = kind.__qualname__, kind.__struct_fields__
        if len(names) <= 1:
            return lambda value: {name: tuple(self._spell(getattr(value, each)) for each in names)}
        values, row = attrgetter(*names), self._row
        return lambda value: {name: row(values(value))}

    def _once(self, record: Spell) -> Spell:
        """The digest of a value in place of its spelling, taken once."""

        def spell(value: object) -> object:
            known = self._known.get(id(value))
            if known is None:
                # The value is kept with its digest: while it lives, nothing else can have its id.
                known = self._known[id(value)] = (value, _digest(record(value)))
            return known[1]

        return spell


def _spell_moment(value: dt.datetime) -> object:
    """The text has the offset, which the zone's name alone would not tell."""
    return {"datetime": (value.isoformat(), str(value.tzinfo))}


def _spell_text(value: object) -> object:
    return {type(value).__qualname__: (repr(value), str(value))}


def _digest(spelt: object) -> bytes:
    return hashlib.blake2b(canonical_bytes(spelt), digest_size=16).digest()
