"""Declarative schemas: the fields of a YAML mapping, described once for the reader and the documentation."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from plugins.diagnostics.field_reader import FieldReader


class Field(Struct, frozen=True):
    """A field: its key, the function that reads it, and the code of the problem if it is missing.

    `read` is a method of `FieldReader` or another function of a reader and a key; it returns None for a value
    that it has reported. The documentation describes the field under its key.
    """

    key: str
    read: Callable[[FieldReader, str], object]
    missing: str = ""


class Schema(Struct, frozen=True, dict=True):
    """The fields in the order of the documentation, `aliases` of keys, `rejected` keys with their problem."""

    fields: tuple[Field, ...]
    aliases: Mapping[str, str] = {}
    rejected: Mapping[str, str] = {}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the fields."""
        return tuple(each.key for each in self.fields)


def nearest_key(typed: str, known: Sequence[str], aliases: Mapping[str, str]) -> str | None:
    """The key that was probably meant: an alias, or one spelled alike."""
    if typed in known or typed in aliases:
        return aliases.get(typed, typed)
    near = [
        *get_close_matches(typed, known, n=1, cutoff=0.6),
        *get_close_matches(typed, aliases, n=1, cutoff=0.8),
    ]
    nearest = get_close_matches(typed, near, n=1, cutoff=0)
    return aliases.get(nearest[0], nearest[0]) if nearest else None
