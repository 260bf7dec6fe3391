"""The commands' entry point: `build` is run directly, without invoke; all others are invoke's tasks."""

from __future__ import annotations

import gc
import os
import sys
import time

LOADED = time.time_ns()
ROOT = os.path.dirname(os.path.abspath(__file__))


def main(arguments: list[str]) -> int:
    """Run a command; its exit code."""
    if arguments[:1] == ["build"]:
        # Whatever a build loads and makes it needs to its end: collecting garbage would be a quarter of it.
        gc.disable()
        from plugins.editor.build_command import main as build

        return build(arguments[1:], LOADED)
    from invoke.main import program

    if not os.path.isdir(os.path.expanduser("~")):
        # invoke looks there for settings of its own, and fails where the path leads through a file.
        os.environ["HOME"] = ROOT
    # Left alone, invoke forbids Python to keep compiled code, ours too: half a second each.
    program.run([sys.argv[0], "--search-root", ROOT, "--write-pyc", *normalize_argv(arguments)])
    return 0


def normalize_argv(arguments: list[str]) -> list[str]:
    """The command line as invoke takes it: `--help` first, `bench` with `--what`, one hyphen for one letter.

    A summary is given its `--year`. Words are in NFC, as everything read is; names of files stay as they are.
    """
    import unicodedata

    arguments = [
        argument if os.path.exists(argument.rpartition("=")[2]) else unicodedata.normalize("NFC", argument)
        for argument in arguments
    ]
    if arguments and not arguments[0].startswith("-") and {"-h", "--help"} & {*arguments[1:]}:
        return ["--help", arguments[0]]
    arguments = ["-n" if argument == "--n" else argument for argument in arguments]
    if arguments[:1] == ["bench"] and arguments[1:] and not arguments[1].startswith("-"):
        return ["bench", "--what", *arguments[1:]]
    if arguments[:2] == ["new", "summary"] and arguments[2:] and not arguments[2].startswith("-"):
        return ["new", "summary", "--year", *arguments[2:]]
    return arguments


if __name__ == "__main__":
    from plugins.editor.terminal import run_command

    code = run_command(main, sys.argv[1:])
    # Python would take a large site apart object by object before it ends.
    os._exit(code)
