"""Verdicts: what was found wrong with a bundle stands until one of its texts changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.build.parallel import parallel_map
from plugins.editions.kept import keep, read_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.model.bundle import Bundle

    Judge = Callable[[Mapping[str, Bundle]], Iterable[Problem]]
    Evidence = tuple[tuple[str, str, str, str], ...]


def verdicts(bundles: Mapping[str, Bundle], judge: Judge, file: Path, key: bytes) -> list[Problem]:
    """What a judge who looks at one bundle at a time says of every bundle; `key` is the judge's own."""
    known: dict[str, tuple[Evidence, tuple[Problem, ...]]] = read_kept(file, key) or {}
    evidence = {name: _evidence(bundle) for name, bundle in bundles.items()}
    given = {name: known[name] for name, seen in evidence.items() if name in known and known[name][0] == seen}
    unknown = [name for name in bundles if name not in given]
    changed = bool(unknown) or len(given) != len(known)

    def judged(name: str) -> tuple[Problem, ...]:
        return tuple(judge({name: bundles[name]}))

    found = parallel_map(judged, unknown)
    given |= {name: (evidence[name], problems) for name, problems in zip(unknown, found, strict=True)}
    if changed:
        keep(file, key, given)
    return [problem for _, problems in given.values() for problem in problems]


def _evidence(bundle: Bundle) -> Evidence:
    """The files' own bytes, and what they say once figures are put in."""
    return tuple(
        (code, document.digest, document.matter.title, document.matter.summary)
        for code, document in bundle.documents.items()
    )
