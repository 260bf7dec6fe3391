"""Pelican without what it loads for works that are never asked of it here.

Those are texts in reStructuredText, feeds of its own making, dates it would have to guess, watching files,
serving them, coloured words and code, and its own version: loading all that is a sixth of a build after an
edit. Something false stands in for each while Pelican is loaded, as if it were not installed: its reader of
reStructuredText is `enabled` only where docutils is. Whoever asks for one of them later gets the real one.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_OUT = (
    "docutils",
    "docutils.core",
    "docutils.io",
    "docutils.parsers",
    "docutils.parsers.rst",
    "docutils.parsers.rst.languages",
    "docutils.writers",
    "docutils.writers.html4css1",
    "pelican.rstdirectives",
    "feedgenerator",
    "dateutil",
    "dateutil.parser",
    "watchfiles",
    "pelican.server",
    "rich.console",
    "rich.logging",
    "importlib.metadata",
    "pygments",
    "pygments.lexers",
    "pygments.formatters",
)


class _Nothing:
    """Whatever an absent module is asked for: a class to inherit from, or a function that does nothing."""

    def __init__(self, *_arguments: object, **_named: object) -> None: ...

    def __getattr__(self, name: str) -> type[_Nothing]:
        """What is asked of nothing is nothing: Pelican prints to an absent console."""
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


class _Absent(ModuleType):
    """A module that is not there: false, and whatever is asked of it is nothing."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


@contextmanager
def left_out(names: tuple[str, ...]) -> Iterator[None]:
    """While this lasts, the modules are absent; where one is loaded already, nothing is changed."""
    standing = {} if sys.modules.keys() & {*names, "pelican"} else {name: _Absent(name) for name in names}
    sys.modules.update(standing)
    within = {name: sys.modules.get(name.rpartition(".")[0]) for name in standing}
    for name, package in within.items():
        if package:  # `import a.b` looks for `b` in an `a` that is there
            setattr(package, name.rpartition(".")[2], standing[name])
    try:
        yield
    finally:
        for name, package in within.items():
            del sys.modules[name]
            if package:
                delattr(package, name.rpartition(".")[2])


def load() -> None:
    """Load Pelican; one that cannot do without all this any more gets it."""
    try:
        with left_out(LEFT_OUT):
            import_module("markdown.extensions.fenced_code")  # it would load Pygments, for code in colours
            import_module("pelican")
    except (ImportError, AttributeError, TypeError):
        for name in [name for name in sys.modules if name.partition(".")[0] == "pelican"]:
            del sys.modules[name]


load()

from pelican import Pelican, console  # noqa: E402 - only now is it loaded as above
from pelican.settings import read_settings  # noqa: E402 - the same

__all__ = ["Pelican", "console", "read_settings"]
