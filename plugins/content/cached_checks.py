"""Cached checks: what a check found in a bundle holds until one of the bundle's texts changes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from plugins.build.cache import EntryKind
from plugins.build.digest import canonical_bytes
from plugins.build.parallel import parallel_map
from plugins.diagnostics.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plugins.build.cache import BuildCache
    from plugins.model.bundle import Bundle

    Check = Callable[[Mapping[str, Bundle]], Iterable[Problem]]

Findings = dict[str, tuple[bytes, tuple[Problem, ...]]]
"""What was found in each bundle, and the digest of its texts then."""
CHECKS: EntryKind[Findings] = EntryKind("checks", Findings)


def cached_checks(
    bundles: Mapping[str, Bundle], check: Check, cache: BuildCache, scope: str, key: bytes
) -> list[Problem]:
    """What `check`, which looks at one bundle at a time, finds in all; `key` stands for the check itself."""
    known = cache.load(CHECKS, scope, key) or {}
    digests = {name: _digest(bundle) for name, bundle in bundles.items()}
    found = {name: each for name, each in known.items() if each[0] == digests.get(name)}
    unknown = [name for name in bundles if name not in found]
    checked = parallel_map(lambda name: tuple(check({name: bundles[name]})), unknown)
    found |= {name: (digests[name], problems) for name, problems in zip(unknown, checked, strict=True)}
    if unknown or len(found) != len(known):
        cache.store(CHECKS, scope, key, found)
    return [problem for _, problems in found.values() for problem in problems]


def _digest(bundle: Bundle) -> bytes:
    """Sixteen bytes of the bundle's files, and of their titles and summaries with figures put in."""
    texts = [
        (code, document.digest, document.matter.title, document.matter.summary)
        for code, document in bundle.documents.items()
    ]
    return blake2b(canonical_bytes(texts), digest_size=16).digest()
