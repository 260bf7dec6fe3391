"""Digests of values: equal for equal values in every run, and different for different ones.

Supported are structs, texts, numbers, dates, times, and tuples, lists, sets and mappings of such.
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

Encode = Callable[[Any], object]
PLAIN = frozenset({str, int, float, bool, type(None)})
"""Types encoded as they are; a value of any other becomes a map of its type's name to such values."""
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
    """Digests values; each value of the `shared` classes, which many others contain, only once."""

    def __init__(self, *shared: type) -> None:
        self._shared = frozenset(shared)
        self._known: dict[int, tuple[object, object]] = {}
        self._encoders: dict[type, Encode] = {tuple: self._encode_tuple}

    def __call__(self, *values: object) -> str:
        """Thirty-two hexadecimal digits; raises `TypeError` for a value of an unsupported type."""
        return _digest(self._encode_all(values)).hex()

    def _encode(self, value: object) -> object:
        """A value as plain ones; different values are encoded differently."""
        kind = type(value)
        if kind in PLAIN:
            return value
        encoder = self._encoders.get(kind)
        if encoder is None:
            encoder = self._encoder_of(kind)
            if kind in self._shared:
                encoder = self._memoized(encoder)
            self._encoders[kind] = encoder
        return encoder(value)

    def _encoder_of(self, kind: type) -> Encode:
        name = kind.__qualname__
        if issubclass(kind, Struct):
            return self._struct_encoder(kind)
        if issubclass(kind, Enum):
            members = {member._name_: {name: member._name_} for member in kind}
            return lambda value: members[value._name_]
        if issubclass(kind, Mapping):
            return lambda value: {name: self._sorted(value.items())}
        if issubclass(kind, frozenset | set):
            return lambda value: {name: self._sorted(value)}
        if issubclass(kind, tuple | list):
            return lambda value: {name: self._encode_all(value)}
        if issubclass(kind, dt.date | dt.time | Decimal | str | bytes | LazyText):
            return _encode_datetime if issubclass(kind, dt.datetime) else _encode_text
        raise TypeError(f"{kind.__module__}.{name} has no digest")

    def _encode_all(self, values: Iterable[object]) -> tuple[object, ...]:
        """Called for hundreds of thousands of values: plain and known ones cost no function call."""
        known, encoded = self._known, []
        for value in values:
            if type(value) in PLAIN or value is EMPTY:
                encoded.append(value)
            elif (found := known.get(id(value))) is not None:
                encoded.append(found[1])
            else:
                encoded.append(self._encode(value))
        return tuple(encoded)

    def _encode_tuple(self, values: tuple[object, ...]) -> tuple[object, ...]:
        """A tuple of shared values is often shared itself, such as an item's topics."""
        encoded = self._encode_all(values)
        if values and type(values[0]) in self._shared:
            self._known[id(values)] = (values, encoded)
        return encoded

    def _sorted(self, values: Iterable[object]) -> list[bytes]:
        return sorted(canonical_bytes(self._encode(value)) for value in values)

    def _struct_encoder(self, kind: type[Struct]) -> Encode:
        name, names, encode_all = kind.__qualname__, kind.__struct_fields__, self._encode_all
        if len(names) <= 1:  # `attrgetter` of one name returns no tuple
            return lambda value: {name: encode_all([getattr(value, each) for each in names])}
        fields = attrgetter(*names)
        return lambda value: {name: encode_all(fields(value))}

    def _memoized(self, encoder: Encode) -> Encode:
        """Encodes a value as its digest, computed once."""

        def encode_once(value: object) -> object:
            known = self._known.get(id(value))
            if known is None:
                # The value is stored with its digest: while it lives, nothing else can have its id.
                known = self._known[id(value)] = (value, _digest(encoder(value)))
            return known[1]

        return encode_once


def _encode_datetime(value: dt.datetime) -> object:
    """The text has the UTC offset; the zone's name alone would not determine it."""
    return {"datetime": (value.isoformat(), str(value.tzinfo))}


def _encode_text(value: object) -> object:
    return {type(value).__qualname__: (repr(value), str(value))}


def _digest(encoded: object) -> bytes:
    return hashlib.blake2b(canonical_bytes(encoded), digest_size=16).digest()
