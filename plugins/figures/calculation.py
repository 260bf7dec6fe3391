"""How the site computed a value: what readers see marked as its own calculation, with the formula."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from decimal import Decimal


class Operator(StrEnum):
    """What was computed: the total less its known parts, a part of a whole, a change since before."""

    REMAINDER = "remainder"
    SHARE = "share"
    CHANGE = "change"


class Operand(NamedTuple):
    """A stated value of a calculation, and its address."""

    address: str
    value: Decimal


class Calculation(Struct, frozen=True):
    """An operator and its operands: total and parts, part and whole, or now and before."""

    operator: Operator
    operands: tuple[Operand, ...]

    @property
    def formula(self) -> str:
        """The formula over addresses, for machines: `set.calls.night / set.calls * 100`."""
        return self.format(
            [operand.address for operand in self.operands], minus="-", division="/", scale=True
        )

    def format(self, terms: list[str], *, minus: str, division: str, scale: bool = False) -> str:
        """The formula over these terms, one for each operand; `scale` multiplies ratios by 100."""
        percent = " * 100" if scale else ""
        if self.operator is Operator.REMAINDER:
            return f" {minus} ".join(terms)
        first, second = terms
        if self.operator is Operator.SHARE:
            return f"{first} {division} {second}{percent}"
        return f"({first} {minus} {second}) {division} {second}{percent}"
