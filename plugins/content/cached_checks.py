"""Cached checks: what a check found in a bundle holds until one of the bundle's texts changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.build.cache import EntryKind
from plugins.build.parallel import parallel_map
from plugins.diagnostics.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plugins.build.cache import BuildCache
    from plugins.model.bundle import Bundle

    Check = Callable[[Mapping[str, Bundle]], Iterable[Problem]]

Evidence = tuple[tuple[str, str, str, str], ...]
"""For each language the digest of its file, and its title and summary with figures put in."""
Findings = dict[str, tuple[Evidence, tuple[Problem, ...]]]
"""What was found in each bundle, and what its texts were then."""

CHECKS: EntryKind[Findings] = EntryKind("checks", Findings)


def cached_checks(
    bundles: Mapping[str, Bundle], check: Check, cache: BuildCache, scope: str, key: bytes
) -> list[Problem]:
    """What `check`, which looks at one bundle at a time, finds in all; `key` stands for the check itself."""
    known = cache.load(CHECKS, scope, key) or {}
    evidence = {name: _evidence(bundle) for name, bundle in bundles.items()}
    found = {name: known[name] for name, seen in evidence.items() if name in known and known[name][0] == seen}
    unknown = [name for name in bundles if name not in found]
    checked = parallel_map(lambda name: tuple(check({name: bundles[name]})), unknown)
    found |= {name: (evidence[name], problems) for name, problems in zip(unknown, checked, strict=True)}
    if unknown or len(found) != len(known):
        cache.store(CHECKS, scope, key, found)
    return [problem for _, problems in found.values() for problem in problems]


def _evidence(bundle: Bundle) -> Evidence:
    return tuple(
        (code, document.digest, document.matter.title, document.matter.summary)
        for code, document in bundle.documents.items()
    )
