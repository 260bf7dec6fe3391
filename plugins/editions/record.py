"""Records: dataclasses whose values stay as they were made.

A site of five thousand articles makes a hundred thousand of them, and every build a hundred kinds. A frozen
dataclass guards itself while it runs, which makes it three times as dear; that nobody changes a record is
checked by mypy instead, before anything runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = TypeVar("Kind")


@overload
def record(cls: type[Kind], /) -> type[Kind]: ...
@overload
def record(*, kw_only: bool = ..., slots: bool = ...) -> Callable[[type[Kind]], type[Kind]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Any] | None = None, /, *, kw_only: bool = False, slots: bool = True) -> Any:
    """A class of records: equal when all their fields are, and hashable where these are.

    Without `slots` a record can have cached properties.
    """

    def made(kind: type[Any]) -> type[Any]:
        whole = dataclass(eq=False, repr=False, kw_only=kw_only, slots=slots)(kind)
        names = [each.name for each in fields(whole) if each.compare]
        values = attrgetter(*names) if names else _nothing

        def same(one: object, other: object) -> bool:
            return one.__class__ is other.__class__ and bool(values(one) == values(other))

        def digest(one: object) -> int:
            return hash(values(one))

        for name, method in {"__eq__": same, "__hash__": digest, "__repr__": shown}.items():
            setattr(whole, name, method)
        return whole

    return made if cls is None else made(cls)


def _nothing(_record: object) -> None:
    """The values of a record without any."""


def shown(one: Any) -> str:  # noqa: ANN401 - a record of any kind
    """A record as it would be typed."""
    values = (f"{each.name}={getattr(one, each.name)!r}" for each in fields(one))
    return f"{type(one).__qualname__}({', '.join(values)})"
