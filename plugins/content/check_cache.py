"""Remembers what was found in each part of the content, so that only what changed is checked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from plugins.build.cache import EntryKind
from plugins.build.parallel import parallel_map
from plugins.diagnostics.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plugins.build.cache import BuildCache

Findings = dict[str, tuple[bytes, tuple[Problem, ...]]]
"""What was found in each part, and the digest of its texts then."""
CHECKS: EntryKind[Findings] = EntryKind("checks", Findings)
Part = TypeVar("Part")


class CheckCache(NamedTuple):
    """The findings about one content folder, its `scope`; `key` stands for the checks themselves."""

    cache: BuildCache
    scope: str
    key: bytes

    def find(
        self,
        name: str,
        parts: Mapping[str, Part],
        digests: Mapping[str, bytes],
        check: Callable[[Part], Iterable[Problem]],
    ) -> list[Problem]:
        """What `check`, called `name`, finds in all parts."""
        known = self.cache.load(CHECKS, self.scope, self.key, name) or {}
        found = {part: each for part, each in known.items() if each[0] == digests.get(part)}
        unknown = [part for part in parts if part not in found]
        checked = parallel_map(lambda part: tuple(check(parts[part])), unknown)
        found |= {part: (digests[part], told) for part, told in zip(unknown, checked, strict=True)}
        if unknown or len(found) != len(known):
            self.cache.store(CHECKS, self.scope, self.key, found, name)
        return [problem for _, problems in found.values() for problem in problems]
