"""Records are equal when their fields are, and cost what a plain class costs."""

from __future__ import annotations

from dataclasses import field, fields, replace
from functools import cached_property

import pytest

from plugins.editions.record import record


@record
class Place:
    """Two fields, of which one does not count."""

    name: str
    seen: int = field(default=0, compare=False)


@record(kw_only=True, slots=False)
class Named:
    """With something that is worked out once."""

    name: str

    @cached_property
    def loud(self) -> str:
        """In capitals."""
        return self.name.upper()


@record
class Nothing:
    """No fields."""


def test_records_with_equal_fields_are_equal_and_one_key() -> None:
    assert Place("a", 1) == Place("a", 2)
    assert {Place("a", 1): "found"}[Place("a", 2)] == "found"


@pytest.mark.parametrize("other", [Place("b"), Named(name="a"), "a", None, ("a", 0)])
def test_anything_else_is_another(other: object) -> None:
    assert Place("a") != other


def test_a_record_is_shown_as_it_is_typed() -> None:
    assert repr(Place("a", 1)) == "Place(name='a', seen=1)"


def test_a_changed_copy_is_a_new_record() -> None:
    first = Place("a")
    assert (replace(first, name="b"), first) == (Place("b"), Place("a"))


def test_without_slots_properties_are_kept() -> None:
    named = Named(name="a")
    assert named.loud is named.loud == "A"


def test_there_is_no_room_for_more_than_the_fields() -> None:
    assert not hasattr(Place("a"), "__dict__")
    assert [each.name for each in fields(Place)] == ["name", "seen"]


def test_a_record_of_nothing_is_like_any_other() -> None:
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1
