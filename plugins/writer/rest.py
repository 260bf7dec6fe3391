"""Rest: a build that would change nothing is told so without being made.

After a good build we note how every input and every output looked: names, inodes, lengths, times of writing
and of change (which cannot be set by hand), and between which moments nothing is due to appear or to vanish.
When the same command finds all of it the same, its result is known: it is what lies there. That is exact:

- the inputs are looked at before the build reads them, so that a change during the build shows the next time;
- a file so young that its next change might bear the same time is known by its bytes as well;
- a link, or more young files than are worth reading, and the next build is simply made.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editions.kept import keep, read_kept
from plugins.editions.look import Look
from plugins.editions.makers import libraries
from plugins.editions.plain import written
from plugins.writer.lookout import Lookout, look_out

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping


ROOT = Path(__file__).parent.parent.parent
CODE = ("plugins", "pelicanconf.py", "tasks.py", "entry.py")
KEY = b"what a build found and what it l"
FEW = 100
"""Young files that are worth reading."""
MOST = 32
"""Commands whose rest is noted at once."""

NOTHING: Mapping[str, Look] = MappingProxyType({})

Told = tuple[int, str, int]
"""Pages, editions, files."""


@dataclass
class Rest:
    """What is noted of one command line, given in one folder; `timed` when it says itself what time it is.

    Other processes look at the `inputs`, which is what this command most likely `reads`, and at the `outputs`
    by folder: the build that follows need not look again.
    """

    file: Path
    timed: bool
    reads: tuple[str, ...]
    inputs: Lookout | None = None
    outputs: dict[str, Lookout] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Iterable[str]) -> Rest:
        """The note of a command line; `--cache` says where else than usual it lies."""
        typed = [os.getcwd(), *arguments]  # noqa: PTH109 - no `Path` is needed for a digest
        cache, content = (
            next((typed[at + 1] for at, word in enumerate(typed[:-1]) if word == option), "")
            for option in ("--cache", "--content")
        )
        own = hashlib.blake2b("\0".join(typed).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        timed = any(word.startswith("--now") for word in typed)
        reads = (
            str(Path(content or ROOT / "content").resolve()),
            *(str(ROOT / name) for name in ("theme", *CODE)),
        )
        return cls(Path(cache or ROOT / ".cache") / "rest" / own, timed, reads)

    @property
    def seen(self) -> Mapping[str, Look]:
        """How the inputs looked when this process began."""
        return self.inputs.result if self.inputs else NOTHING

    def holds(self, meanwhile: Iterable[str] = ()) -> Told | None:
        """What the last build told, when this one could tell nothing else.

        While others look at the files, the modules of these names are loaded, as far as there is time.
        """
        note = read_kept(self.file, KEY)
        if note is None or not (self.timed or note[0] < time.time() < note[1]):
            self.inputs = look_out(*self.reads)
            return None
        _, _, folders, output, inputs, young, outputs, told = note
        looking, lookout = look_out(*folders), look_out(output)
        self.inputs, self.outputs[output] = looking, lookout
        for name in meanwhile:
            if looking.is_back:
                break
            import_module(name)
        same = digest(looking.result.values()) == inputs and _bytes_of(young) == young
        return told if same and digest(lookout.result.values()) == outputs else None

    def note(self, before: Before, published: Look, span: tuple[float, float], told: Told) -> None:
        """Note a good build: what it began with, the site it published, between which moments it holds."""
        outputs = digest([published])
        if before.young is not None and outputs:
            note = (*span, before.folders, published.folder, before.inputs, before.young, outputs, told)
            keep(self.file, KEY, note)
            self._prune()

    def _prune(self) -> None:
        notes = sorted(self.file.parent.iterdir(), key=lambda note: note.stat().st_mtime_ns)
        for note in notes[:-MOST]:
            note.unlink(missing_ok=True)


class Before(Struct, frozen=True, dict=True):
    """How the inputs looked before a build; `young` is None where they cannot be known for sure."""

    content: Look
    folders: tuple[str, ...]
    inputs: str
    young: dict[str, str] | None

    @classmethod
    def of(cls, content: str, theme: str, loaded: int, seen: Mapping[str, Look] = NOTHING) -> Before:
        """The inputs of a build from these folders, as they are now, or as they were `seen` just before.

        `loaded` is when the code was, in ns.
        """
        code = [str(ROOT / name) for name in CODE]
        looks = {folder: seen.get(folder) or Look.at(folder) for folder in (content, theme, *code)}
        young = [path for folder in (content, theme) for path in looks[folder].young(looks[folder].moment)]
        sure = len(young) <= FEW and not any(looks[folder].young(loaded) for folder in code)
        return cls(looks[content], tuple(looks), digest(looks.values()), _bytes_of(young) if sure else None)


def span(moments: Iterable[dt.datetime], now: dt.datetime) -> tuple[float, float]:
    """Between which moments, in seconds since 1970, the answers of a build at `now` stay the same."""
    times, moment = [each.timestamp() for each in moments], now.timestamp()
    since = max((each for each in times if each <= moment), default=0.0)
    return since, min((each for each in times if each > moment), default=float("inf"))


def digest(looks: Iterable[Look]) -> str:
    """A digest of how everything looked, and of the libraries; empty with anything that is no plain file."""
    digests = [look.digest for look in looks]
    if not all(digests):
        return ""
    told = written((sys.version, sys.prefix, sorted(libraries(sys.path)), digests))
    return hashlib.blake2b(told, digest_size=32).hexdigest()


def _bytes_of(paths: Iterable[str]) -> dict[str, str]:
    """The digest of each file's bytes; empty for one that cannot be read."""
    digests = {}
    for path in paths:
        try:
            digests[path] = hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
        except OSError:
            digests[path] = ""
    return digests
