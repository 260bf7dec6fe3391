"""Errors that end a build and are not in the content. The published site stays unchanged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable


class BuildError(Exception):
    """Nothing was built; holds the code of a message in `messages/` and its values."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.message("en"))

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        """Pickle with the values, so that a worker process can raise it in its parent."""
        return partial(type(self), self.code, **self.values), ()

    def message(self, language: str) -> str:
        """What happened and what to do, in the given language."""
        from plugins.diagnostics.problem import load_messages
        from plugins.diagnostics.system_reason import localize_reasons

        message, values = load_messages(language)[self.code], localize_reasons(self.values, language)
        return f"{message['what'].format_map(values)} {message['fix'].format_map(values)}"


class WorkerDiedError(BuildError):
    """A worker process was killed or crashed before it returned its results."""


class SettingsError(BuildError):
    """The settings file raised an exception."""


class ReleaseError(BuildError):
    """Nothing was released or published."""


class ForeignDirectoryError(ReleaseError):
    """The output folder holds files that this program did not build."""


class PublishError(ReleaseError):
    """A release could not be sent to its target, or failed verification there."""


class LockedError(ReleaseError):
    """Another build held the lock for longer than the timeout."""


class SuspiciousReleaseError(ReleaseError):
    """An edition, a section or more than half of all pages would be removed."""


class WriteFailedError(ReleaseError):
    """The operating system failed to write: no space, no permission, a read-only file system."""
