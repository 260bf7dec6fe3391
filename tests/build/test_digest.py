"""Equal values have equal digests in every run, and different ones have different digests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from plugins.build.digest import Digester
from plugins.model.text import LazyText


class Name(Struct, frozen=True):
    first: str
    last: str = ""


class Alias(Struct, frozen=True):
    first: str
    last: str = ""


class Empty(Struct, frozen=True):
    pass


class Colour(Enum):
    SNOW = 1
    ICE = 2


DIGEST = "c5b7a12ddebd94504ab998d79635532c"
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
DIFFERENT: list[object] = [
    None, True, False, 1, 0, 1.0, "1", "", b"1", "True", "None", Decimal(1), Decimal("1.0"),
    (), ("",), ("", ""), ("a", "b"), ("ab",), [], ["a", "b"], (("a",), "b"), {}, {"a": "b"}, {"b": "a"},
    frozenset(), frozenset({"a"}), {"a"}, frozenset({"a", "b"}),
    Name("a", "b"), Name("ab"), Name("", "ab"), Alias("a", "b"), Empty(), ("Name", "a", "b"), Colour.SNOW,
    Colour.ICE, NOON, NOON.astimezone(ZoneInfo("Asia/Yakutsk")), NOON.date(), dt.time(12), "\ud800",
    1 << 70, -(1 << 70), LazyText(html="a"), LazyText(html="b"),
]  # fmt: skip


def test_different_values_have_different_digests() -> None:
    digest = Digester()
    for one, other in combinations(DIFFERENT, 2):
        assert digest(one) != digest(other), (one, other)


def test_equal_values_have_equal_digests_even_if_not_identical() -> None:
    words = "abc"[:2]
    assert Digester()(Name("ab"), {"x": 1, "y": 2}) == Digester()(Name(words), {"y": 2, "x": 1})
    assert Digester()((words, words)) == Digester()(("ab", "a" + "b"))


def test_shared_values_are_digested_once() -> None:
    one, same, other = Name("a"), Name("a"), Name("b")
    digest = Digester(Name)
    assert digest(one) == digest(same) != digest(other)
    assert digest(Alias("a")) != digest(one)


@pytest.mark.parametrize("value", [object(), len, Name, lambda: 0])
def test_a_value_without_equality_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError):
        Digester()(value)


def test_the_digest_is_the_same_in_every_run() -> None:
    assert Digester()(Name("Год", "2022"), (1, 2.5), NOON) == DIGEST
