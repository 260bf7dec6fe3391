"""Why a build is not released: each refusal leaves the published site as it was.

ReleaseRefused
    NotOurs             the output is something that we did not build
    Busy                another build holds the output
    SuspiciousRelease   pages are gone that nobody would delete in one go
    PublishRefused      a release could not be sent, or not be trusted once it was
    DiskRefused         the disk is full, read-only or forbidden
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from plugins.diagnostics.problem import load_messages

if TYPE_CHECKING:
    from collections.abc import Callable


class ReleaseRefused(Exception):  # noqa: N818 - a refusal is meant, not a fault of the program
    """Nothing was released; carries a code and the words of its sentence in `messages/`."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.told("en"))

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        """What another process refused is told here as it was there."""
        return partial(type(self), self.code, **self.values), ()

    def told(self, language: str) -> str:
        """What happened and what to do, in the reader's language."""
        message = load_messages(language)[self.code]
        return f"{message['what'].format_map(self.values)} {message['fix'].format_map(self.values)}"


class NotOurs(ReleaseRefused):
    """The output folder holds something that this site did not build."""


class PublishRefused(ReleaseRefused):
    """A release could not be sent, or not be trusted once it was."""


class Busy(ReleaseRefused):
    """Another build kept the output for longer than we were ready to wait."""


class SuspiciousRelease(ReleaseRefused):
    """An edition or a section vanished, or more than half of all pages."""


class DiskRefused(ReleaseRefused):
    """The operating system refused to write: no space, no right, a read-only disk."""
