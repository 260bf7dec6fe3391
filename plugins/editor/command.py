"""What the commands share: settings, paths and options as typed, and content errors as an exit code."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.exceptions import Exit
from pelican.settings import read_settings

from plugins.diagnostics.problem import ContentError
from plugins.editor.report import editors_language, print_problems
from plugins.site.plugin import brief_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.brief import Brief

ROOT = Path(__file__).parent.parent.parent
SETTINGS = ROOT / "pelicanconf.py"


def load_settings(content: str = "", now: str = "") -> dict[str, Any]:
    """Pelican's settings, overridden with the options that are not empty."""
    options = {"PATH": absolute_path(content), "NOW": now}
    overrides = {name: value for name, value in options.items() if value}
    settings: dict[str, Any] = read_settings(str(SETTINGS), override=overrides)
    return settings


def load_brief(content: str = "", now: str = "") -> Brief:
    """The build options in these settings."""
    return brief_of(load_settings(content, now))


def absolute_path(typed: str) -> str:
    """A path as typed, relative to the working directory; empty stays empty."""
    return str(Path(typed).resolve()) if typed else ""


def one_of(typed: str, option: str, allowed: tuple[str, ...]) -> str:
    """The value of an option, if allowed; else exits with code 2."""
    if typed not in allowed:
        raise Exit(f"--{option}: {', '.join(allowed)}", code=2)
    return typed


@contextmanager
def exit_on_problems(lang: str) -> Iterator[None]:
    """Print the problems of a `ContentError` and exit with code 1."""
    try:
        yield
    except ContentError as error:
        print_problems(error, editors_language(lang))
        raise Exit(code=1) from error
