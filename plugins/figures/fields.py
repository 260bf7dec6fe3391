"""The fields of a figure file, read one by one: each knows its line and says what to type instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree
from plugins.figures.model import PartialDate, Span, parse_partial_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    from plugins.figures.model import LocalizedText

    Choice = TypeVar("Choice", bound=StrEnum)

NUMBER = re.compile(r"-?\d+(?:\.\d{1,6})?")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]+)*")
LONGEST_NUMBER = 15


@dataclass(slots=True)
class Page:
    """The file being read: what it is called, whom it must speak to, and what was found wrong in it."""

    path: str
    languages: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, code: str, **values: object) -> None:
        """Note one problem."""
        self.problems.append(problem(self.path, line, code, **values))


class Entry(Struct, frozen=True):
    """A table of the file; `name` is what messages call it, such as a card's id."""

    page: Page
    tree: Mapping
    name: str

    def line(self, key: str) -> int:
        """Where a key stands, or where the table begins."""
        return self.tree.lines.get(key, self.tree.line)

    def report(self, key: str, code: str, **values: object) -> None:
        """Note one problem at a key."""
        self.page.report(self.line(key), code, name=self.name, key=key, **values)

    def expect(self, *known: str) -> None:
        """Report every key that is not one of the known, and name the nearest of them."""
        for key in self.tree.values:
            if key not in known:
                nearest = get_close_matches(key, known, n=1, cutoff=0.1) or known[:1]
                self.report(key, "figures-unknown-key", nearest=nearest[0])

    def has(self, key: str) -> bool:
        """Whether the key stands here."""
        return key in self.tree.values

    def text(self, key: str, otherwise: str | None = None) -> str:
        """A single value as typed; reported when it is missing and there is no other."""
        tree = self.tree.values.get(key)
        if isinstance(tree, Scalar) and tree.text.strip():
            return tree.text.strip()
        if tree is not None:
            self.report(key, "figures-not-text")
        elif otherwise is None:
            self.report(key, "figures-missing")
        return otherwise or ""

    def words(self, key: str, *, required: bool = True) -> LocalizedText:
        """A text in every language of the site."""
        tree = self.tree.values.get(key)
        if tree is None and not required:
            return {}
        if tree is None:
            self.report(key, "figures-missing-words", languages=", ".join(self.page.languages))
            return dict.fromkeys(self.page.languages, "")
        typed = tree.values if isinstance(tree, Mapping) else {}
        words = {
            code: text.text.strip()
            for code, text in typed.items()
            if isinstance(text, Scalar) and text.text.strip()
        }
        for stray in (code for code in typed if not LANGUAGE.fullmatch(code)):
            self.report(key, "figures-comma", typed=stray)
        for missing in (code for code in self.page.languages if code not in words):
            self.report(key, "figures-missing-language", language=missing)
        return {code: words.get(code, "") for code in self.page.languages}

    def number(self, key: str) -> Decimal:
        """A count or a measure: digits, not negative, without spaces or words."""
        text = self.text(key)
        if not text:
            return Decimal(0)
        return self.checked_number(text, key)

    def checked_number(self, text: str, key: str) -> Decimal:
        """The number a text writes; what is wrong with it is reported at the key."""
        if not NUMBER.fullmatch(text) or len(text) > LONGEST_NUMBER:
            self.report(key, "figures-not-a-number", typed=text)
            return Decimal(0)
        value = Decimal(text)
        if value < 0:
            self.report(key, "figures-negative", typed=text)
        return abs(value)

    def moment(self, key: str, otherwise: PartialDate | None = None) -> PartialDate:
        """A date in ISO 8601, as exact as it is known."""
        text = self.text(key, None if otherwise is None else str(otherwise))
        return self.checked_moment(text, key) if text else PartialDate(1)

    def checked_moment(self, text: str, key: str) -> PartialDate:
        """The moment a text writes; what is wrong with it is reported at the key."""
        if (moment := parse_partial_date(text)) is None:
            self.report(key, "figures-not-a-date", typed=text)
        return moment or PartialDate(1)

    def span(self, key: str, otherwise: Span | None) -> Span | None:
        """The time covered: `2022`, `2022-09` or `2022-09-22/2022-12-30`."""
        if not self.has(key):
            return otherwise
        first, _, last = self.text(key).partition("/")
        begun = self.checked_moment(first, key)
        ended = self.checked_moment(last, key) if last else begun
        if ended.last_day < begun.first_day:
            self.report(key, "figures-span-backwards", first=begun, last=ended)
        return Span(begun, ended)

    def choice(self, key: str, choices: type[Choice], otherwise: Choice | None = None) -> Choice:
        """One of a few words."""
        text = self.text(key, otherwise)
        if text in [choice.value for choice in choices]:
            return choices(text)
        if text:
            self.report(key, "figures-not-a-choice", typed=text, choices=", ".join(choices))
        return otherwise or next(iter(choices))

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """`true` or `false`."""
        text = self.text(key, "true" if otherwise else "false")
        if text not in {"true", "false"}:
            self.report(key, "figures-not-a-choice", typed=text, choices="true, false")
        return text == "true"

    def table(self, key: str) -> Entry:
        """A table within this one; an empty one when the key is not there."""
        tree = self.tree.values.get(key)
        if tree is not None and not isinstance(tree, Mapping):
            self.report(key, "figures-not-a-table")
        inner = tree if isinstance(tree, Mapping) else Mapping({}, {}, self.line(key))
        return Entry(self.page, inner, f"{self.name}.{key}" if self.name else key)

    def tables(self, key: str) -> Iterator[tuple[str, Entry]]:
        """The named tables under a key: `units: {call: {…}}`."""
        for name in (outer := self.table(key)).tree.values:
            yield name, outer.table(name)

    def sequence(self, key: str) -> tuple[Tree, ...]:
        """The values of a list."""
        tree = self.tree.values.get(key)
        if not isinstance(tree, Sequence):
            self.report(key, "figures-missing" if tree is None else "figures-not-a-list")
            return ()
        return tree.values

    def entries(self, key: str) -> Iterator[Entry]:
        """The tables of a list."""
        for tree in self.sequence(key):
            if isinstance(tree, Mapping):
                named = tree.values.get("id")
                part = named.text if isinstance(named, Scalar) else key
                yield Entry(self.page, tree, f"{self.name}.{part}")
            else:
                self.page.report(tree.line, "figures-not-a-table", name=self.name, key=key)

    def identity(self) -> str:
        """The entry's `id`: small Latin letters, digits and hyphens, as addresses have them."""
        name = self.text("id")
        if name and not NAME.fullmatch(name):
            self.report("id", "figures-bad-id", typed=name)
        return name
