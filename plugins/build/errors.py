"""Errors that end a build and are no fault of the content: one sentence each, and the site stays as it was.

BuildError
    WorkerDied          a worker process was killed or crashed
    SettingsError       the settings file cannot be executed
    ReleaseRefused      see `plugins.writer.refusals`
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from plugins.editions.errors import messages

if TYPE_CHECKING:
    from collections.abc import Callable


class BuildError(Exception):
    """Nothing was released; carries a message code and the values of its sentence in `messages/`."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.told("en"))

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        """Pickled by code and values: an error raised in a worker is raised again in its parent."""
        return partial(type(self), self.code, **self.values), ()

    def told(self, language: str) -> str:
        """What happened and what to do, in the reader's language."""
        message = messages(language)[self.code]
        return f"{message['what'].format_map(self.values)} {message['fix'].format_map(self.values)}"


class WorkerDied(BuildError):  # noqa: N818 - the name tells what happened
    """A worker process ended before it returned its results."""


class SettingsError(BuildError):
    """The settings file raised an error."""
