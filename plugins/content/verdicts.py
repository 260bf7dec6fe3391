"""Verdicts: what was found wrong with a bundle stands until one of its texts changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from plugins.editions.abreast import ENOUGH, SHEET
from plugins.editions.errand import Errand
from plugins.editions.kept import keep, read_kept
from plugins.editions.processors import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.model.bundle import Bundle

    Judge = Callable[[Mapping[str, Bundle]], Iterable[Problem]]
    Evidence = tuple[tuple[str, str, str, str], ...]


def verdicts(
    bundles: Mapping[str, Bundle], judge: Judge, file: Path, key: bytes
) -> Callable[[], list[Problem]]:
    """What a judge who looks at one bundle at a time says of every bundle; `key` is the judge's own.

    Judging begins at once, in other processes where there is much of it; the result waits for its end.
    """
    known: dict[str, tuple[Evidence, tuple[Problem, ...]]] = read_kept(file, key) or {}
    evidence = {name: _evidence(bundle) for name, bundle in bundles.items()}
    given = {name: known[name] for name, seen in evidence.items() if name in known and known[name][0] == seen}
    unknown = [name for name in bundles if name not in given]
    changed = bool(unknown) or len(given) != len(known)

    def judged(names: Sequence[str]) -> dict[str, tuple[Problem, ...]]:
        return {name: tuple(judge({name: bundles[name]})) for name in names}

    others = processors() if len(unknown) >= ENOUGH * SHEET else 0
    errands = [Errand(partial(judged, unknown[number::others])) for number in range(others)]

    def told() -> list[Problem]:
        found = {} if errands else judged(unknown)
        for errand in errands:
            found |= errand.result
        given.update({name: (evidence[name], found[name]) for name in unknown})
        if changed:
            keep(file, key, given)
        return [problem for _, problems in given.values() for problem in problems]

    return told


def _evidence(bundle: Bundle) -> Evidence:
    """The files' own bytes, and what they say once figures are put in."""
    return tuple(
        (code, document.digest, document.matter.title, document.matter.summary)
        for code, document in bundle.documents.items()
    )
