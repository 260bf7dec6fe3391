"""The worker process of the preview: one build for each request; changed plugin code needs a new worker only.

A request is a line of JSON with the settings to override. The response is one with `problems` (each `where`,
and `what` by language), whether the process `must_restart`, and the `seconds` the build took.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import ContentError, message_languages
from plugins.site.run import ROOT, run_preview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.build.settings import Settings

EXCLUDED_PLUGINS = frozenset({"plugins.pwa"})
"""The offline app would keep old pages in the browser."""


def main() -> None:
    """Serve requests from stdin; what a library prints goes to stderr, not into the responses."""
    responses = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for response in serve(sys.stdin):
        print(response, file=responses, flush=True)


def serve(requests: Iterable[str]) -> Iterator[str]:
    """A response line for each request line."""
    for line in requests:
        request = json.loads(line)
        yield json.dumps(build_preview(request["settings"]))


def build_preview(settings: Settings) -> dict[str, Any]:
    """Build once; the response, with messages in every language that there are messages in.

    The process must restart after an error while writing: it still holds the lock of the output.
    """
    started = time.perf_counter()
    problems: list[dict[str, object]] = []
    must_restart = False
    try:
        run_preview(settings, EXCLUDED_PLUGINS)
    except Exception as error:  # noqa: BLE001 - any error is shown in the browser
        problems = [{"where": where, "what": what} for where, what in _describe(error)]
        must_restart = not isinstance(error, ContentError)
    seconds = round(time.perf_counter() - started, 3)
    return {"problems": problems, "must_restart": must_restart, "seconds": seconds}


def _describe(error: Exception) -> Iterator[tuple[str, dict[str, str]]]:
    """Places, and what is wrong there by language."""
    codes = message_languages()
    if isinstance(error, ContentError):
        for problem in error.problems:
            where = f"{problem.display_path}:{problem.line}"
            yield where, {code: problem.message(code) for code in codes}
    elif isinstance(error, BuildError):
        yield "", {code: error.message(code) for code in codes}
    else:
        yield _last_own_line(error), dict.fromkeys(codes, f"{type(error).__name__}: {error}")


def _last_own_line(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(Path(frame.filename))]
    return f"{_short_path(own[-1].filename)}:{own[-1].lineno}" if own else ""


def _is_own(path: Path) -> bool:
    return path.is_relative_to(ROOT) and ".venv" not in path.parts and path != Path(__file__)


def _short_path(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else filename


if __name__ == "__main__":
    main()
