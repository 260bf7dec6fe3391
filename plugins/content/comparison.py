"""Compares two texts in different languages: facts that one lacks, numbers that mean another thing."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from plugins.content.traits import MINUS, NO_MINUS, contradicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from plugins.content.facts import Fact
    from plugins.content.readings import Identity

KINDS = ("number", "date", "month", "time", "weekday", "phone", "link", "figure")
REPLACED_ONLY = frozenset({"weekday"})
"""Kinds of which a text may leave one out («по будням»), but may not name another in its place."""

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Statement(NamedTuple):
    """What one text states; `spelled` gives what it says in words, and is asked only if a fact is missing."""

    facts: Sequence[Fact]
    spelled: Callable[[], set[Identity]]


class Difference(NamedTuple):
    """A fact of the first text and its counterpart in the second; one of them may be missing."""

    here: Fact | None
    there: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact that is there."""
        return self.here or self.there  # type: ignore[return-value] # one of the two always is


class Exempt(NamedTuple):
    """A fact that may differ, as an editor spelled it and as it was read in each language."""

    typed: str
    identities: frozenset[Identity] = frozenset()

    def covers(self, difference: Difference) -> bool:
        """Whether it is either side of a difference: the other then needs no exception of its own."""
        named = (fact for fact in difference if fact)
        return any(
            fact.typed == self.typed or not self.identities.isdisjoint(fact.identities) for fact in named
        )


def differences(ours: Statement, theirs: Statement) -> list[Difference]:
    """How two texts differ, by kind of fact."""
    return [*_missing(ours, theirs), *_contradictions(ours.facts, theirs.facts)]


def _missing(ours: Statement, theirs: Statement) -> Iterator[Difference]:
    here, there = _unanswered(ours, theirs), _unanswered(theirs, ours)
    for kind in KINDS:
        mine = [fact for fact in here if fact.kind == kind]
        others = [fact for fact in there if fact.kind == kind]
        if kind in REPLACED_ONLY:
            yield from map(Difference, mine, others)
        else:
            yield from (Difference(first, second) for first, second in zip_longest(mine, others))


def _unanswered(ours: Statement, theirs: Statement) -> list[Fact]:
    """Facts that only our text has, each once, at its first place."""
    known = {identity for fact in theirs.facts for identity in fact.identities}
    found: dict[Identity, Fact] = {}
    for fact in ours.facts:
        if not fact.optional and known.isdisjoint(fact.identities):
            found.setdefault(fact.identities[0], fact)
    spelled = theirs.spelled() if found else set()
    return [fact for fact in found.values() if spelled.isdisjoint(fact.identities)]


def _contradictions(ours: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[Difference]:
    """Numbers that both texts have, with another sign, unit or direction in all places of each."""
    known: dict[Identity, list[Fact]] = {}
    for fact in theirs:
        for identity in fact.identities:
            known.setdefault(identity, []).append(fact)
    for facts in _by_identity(ours).values():
        identities = {identity for fact in facts for identity in fact.identities}
        partners = [fact for identity in sorted(identities) for fact in known.get(identity, ())]
        if not partners:
            continue
        told, their = _traits(facts), _traits(partners)
        if told != their and contradicts(told, their, edges=_is_moment(facts[0])):
            yield Difference(_spoken(facts), _spoken(partners))


def _by_identity(facts: Sequence[Fact]) -> dict[Identity, list[Fact]]:
    found: dict[Identity, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.identities[0], []).append(fact)
    return found


def _traits(facts: Sequence[Fact]) -> frozenset[str]:
    found = frozenset[str]().union(*(fact.traits for fact in facts))
    return found if all(MINUS in fact.traits for fact in facts) else found | {NO_MINUS}


def _is_moment(fact: Fact) -> bool:
    """Whether «с» and “from” before it mean a beginning: «с 30 операторами» is “with 30 operators”."""
    if fact.kind != "number" or any(kind == "time" for kind, _ in fact.also):
        return True
    return fact.value.isdigit() and FIRST_YEAR <= int(fact.value) <= LAST_YEAR


def _spoken(facts: Sequence[Fact]) -> Fact:
    """The first fact that says what it means, with the words that do."""
    fact = next((fact for fact in facts if fact.traits), facts[0])
    return fact._replace(typed=fact.phrase or fact.typed)
