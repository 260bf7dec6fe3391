"""The way into the tasks: a build with nothing to do ends here, before invoke or Pelican are even loaded.

A plainly typed build goes without invoke, which would be a tenth of its time.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path

LOADED = time.time_ns()
ROOT = Path(__file__).parent
LIKELY = ("json", "jinja2", "yaml", "babel.dates", "plugins.editor.lean", "plugins.site.plugin")
"""What a build needs unless there is nothing to do, a small one first."""


def main(arguments: list[str]) -> int:
    """Tell what an unchanged build is known to give, or hand the command line over to invoke."""
    started = time.perf_counter()
    if arguments[:1] == ["build"]:
        # Whatever a build loads and makes it needs to its end: looking for garbage would be a quarter of it.
        gc.disable()
        from plugins.writer.rest import Rest  # noqa: PLC0415 - other commands need no look at the files

        rest = Rest.of(arguments)
        if told := rest.holds(LIKELY):
            pages, editions, files = told
            seconds = time.perf_counter() - started
            unchanged = f"0 files written, {files} unchanged, 0 removed"
            sys.stdout.write(f"{pages} pages in {editions}: {unchanged}, in {seconds:.1f} s\n")
            return 0
        from plugins.editor.build import Asked, build  # noqa: PLC0415 - the same

        if asked := Asked.of(arguments[1:]):
            return build(asked, rest, LOADED)
    from invoke.main import program  # noqa: PLC0415 - invoke alone takes a fifth of a second

    # Left to itself, invoke forbids Python to keep compiled code, ours too: half a second in every build.
    program.run([sys.argv[0], "--search-root", str(ROOT), "--write-pyc", *worded(arguments)])
    return 0


def worded(arguments: list[str]) -> list[str]:
    """The command line as invoke takes it: no word may be left out, and one letter has one hyphen."""
    arguments = ["-n" if argument == "--n" else argument for argument in arguments]
    if arguments[:1] == ["bench"] and arguments[1:] and not arguments[1].startswith("-"):
        return ["bench", "--what", *arguments[1:]]
    return arguments


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Python would take a large site apart object by object before it ends.
    os._exit(code)
