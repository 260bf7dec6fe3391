"""`./inv build`: one build told in a line, or what is wrong with the content, a line a problem."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import ContentError
from plugins.editor.plugin import release_site
from plugins.editor.report import editors_language, print_problems
from plugins.release.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.release.release import ReleaseSummary
    from plugins.writer.rest import Rest

SWITCHES: dict[str, dict[str, bool]] = {
    "--search": {"search": True},
    "--no-search": {"search": False},
    "--force": {"force": True},
}


class Asked(Struct, frozen=True, kw_only=True, dict=True):
    """The options of `./inv build`, as typed; empty is the setting's own value."""

    content: str = ""
    output: str = ""
    cache: str = ""
    site_url: str = ""
    now: str = ""
    lang: str = ""
    search: bool = True
    force: bool = False

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Asked | None:
        """The options on a command line written out in full; None for any other, which invoke reads."""
        words = {f"--{name.replace('_', '-')}": name for name in cls.__struct_fields__}
        given: dict[str, str | bool] = {}
        rest = list(arguments)
        while rest:
            word, is_joined, value = rest.pop(0).partition("=")
            if word in SWITCHES and not is_joined:
                given |= SWITCHES[word]
            elif word in words and word not in SWITCHES and (is_joined or (rest and rest[0][:1] != "-")):
                given[words[word]] = value if is_joined else rest.pop(0)
            else:
                return None
        return cls(**given)  # type: ignore[arg-type] # each option has the kind its field has

    def settings(self) -> dict[str, object]:
        """What Pelican's settings are overridden with; folders are meant from where the command was given."""
        folders = {"PATH": self.content, "OUTPUT_PATH": self.output, "CACHE_PATH": self.cache}
        given = {name: str(Path(typed).resolve()) for name, typed in folders.items() if typed}
        words = {"SITEURL": self.site_url, "NOW": self.now}
        return {
            **given,
            **{name: typed for name, typed in words.items() if typed},
            "FORCE_RELEASE": self.force,
            "SEARCH": self.search,
        }


def build(asked: Asked, rest: Rest, loaded: int) -> int:
    """Build, tell what came of it, and give the command's exit code; see `release_site`."""
    started = time.perf_counter()
    try:
        summary = release_site(asked.settings(), rest, loaded)
    except ContentError as error:
        print_problems(error, editors_language(asked.lang))
        return 1
    except ReleaseError as error:
        sys.stderr.write(f"{error.message(editors_language(asked.lang))}\n")
        return 1
    sys.stdout.write(f"{line(summary, time.perf_counter() - started)}\n")
    return 0


def line(summary: ReleaseSummary, seconds: float) -> str:
    """What a build did, for the terminal."""
    pages, editions, _ = summary.totals
    changes = (
        f"{len(summary.written)} files written, {summary.unchanged} unchanged, {len(summary.removed)} removed"
    )
    return f"{pages} pages in {editions}: {changes}, in {seconds:.1f} s"
