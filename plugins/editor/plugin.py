"""The desk's door: runs Pelican, for the command line and for the preview.

The preview's worker builds run after run, in a process of its own. It reads a line of JSON a build (the
settings to override) and answers with one, so that a plugin's new code needs only a new worker and no mistake
in it ends the preview.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError

from plugins.diagnostics.problem import ContentError
from plugins.editor.lean import Pelican, console, read_settings
from plugins.release.errors import ReleaseError
from plugins.release.plugin import released
from plugins.writer.rest import Before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.editions.look import Look
    from plugins.release.release import ReleaseSummary
    from plugins.writer.rest import Rest

ROOT = Path(__file__).parent.parent.parent
SETTINGS = ROOT / "pelicanconf.py"
NEEDED_SOON = (
    "plugins.cards.renderer",
    "PIL.ImageDraw",
    "PIL.ImageFont",
    "plugins.feeds.xml_formats",
)
"""What takes long to load, and a build of much is sure to need: else each of its processes would load it."""
LEFT_OUT = frozenset({"plugins.search.plugin", "plugins.pwa.plugin"})
"""An index takes its time, and an app keeps yesterday's pages in the browser."""


def release_site(settings: dict[str, Any], rest: Rest, loaded: int) -> ReleaseSummary:
    """One build and release with some settings overridden, noted in `rest`; what it did.

    Raises `ContentError` and `ReleaseError`; for `loaded` see `Before.of`.
    """
    summaries: list[ReleaseSummary] = []
    asked = read_settings(str(SETTINGS), override=settings)
    before = Before.of(asked["PATH"], asked["THEME"], loaded, rest.seen)

    asked["CONTENT_LOOK"] = before.content
    asked["NEEDED_SOON"] = NEEDED_SOON
    asked["OUTPUT_LOOKOUT"] = rest.outputs.get(asked["OUTPUT_PATH"])

    def keep(_pelican: object, summary: ReleaseSummary, published: Look, span: tuple[float, float]) -> None:
        summaries.append(summary)
        rest.note(before, published, span, summary.totals)

    # Pelican counts articles of its own, of which there are none.
    console.quiet = True
    with released.connected_to(keep):
        Pelican(asked).run()
    return summaries[0]


def build_preview(settings: dict[str, Any], language: str) -> dict[str, Any]:
    """One build: what went wrong, as `where` and `what`, and how many seconds it took.

    `spent` tells that it ended while it was writing: this process still holds the output's lock.
    """
    started = time.perf_counter()
    try:
        asked = read_settings(str(SETTINGS), override=settings)
        asked["PLUGINS"] = [name for name in asked["PLUGINS"] if name not in LEFT_OUT]
        Pelican(asked).run()
    except Exception as error:  # noqa: BLE001 - whatever is wrong is shown in the browser
        problems = [{"where": where, "what": what} for where, what in _told(error, language)]
        spent = not isinstance(error, ContentError)
    else:
        problems, spent = [], False
    return {"problems": problems, "spent": spent, "seconds": round(time.perf_counter() - started, 3)}


def _told(error: Exception, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(error, ContentError):
        for found in error.problems:
            yield f"{found.path}:{found.line}", found.message(language)
    elif isinstance(error, ReleaseError):
        yield "", error.message(language)
    elif isinstance(error, TemplateSyntaxError):
        yield f"{_shown(error.filename or error.name or '')}:{error.lineno}", error.message or ""
    else:
        yield _last_own_line(error), f"{type(error).__name__}: {error}"


def _last_own_line(error: Exception) -> str:
    """The line of this project, or of its theme, where an error came up."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(Path(frame.filename))]
    return f"{_shown(own[-1].filename)}:{own[-1].lineno}" if own else ""


def _is_own(path: Path) -> bool:
    return path.is_relative_to(ROOT) and ".venv" not in path.parts and path != Path(__file__)


def _shown(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else filename


def work(orders: Iterable[str]) -> Iterator[str]:
    """An answer a line for an order a line."""
    for line in orders:
        order = json.loads(line)
        yield json.dumps(build_preview(order["settings"], order["language"]), ensure_ascii=False)


def main() -> None:
    """Work for whoever started this; what a library prints goes to the errors, not to the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    console.quiet = True
    for answer in work(sys.stdin):
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
