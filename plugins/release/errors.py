"""Errors of releasing and publishing. Each of them leaves the published site unchanged."""

from __future__ import annotations

from plugins.build.errors import BuildError


class ReleaseError(BuildError):
    """Nothing was released."""


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
