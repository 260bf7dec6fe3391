"""Where the desk publishes to: a file of this machine in the content folder, which git never takes.

It holds no secrets: keys of object storage come from the environment, those of hosts from ssh.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from plugins.build.files import atomic_write
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.git import Checkout, find_checkout
from plugins.editor.desk.git_program import call_git
from plugins.publish.address import parse_target
from plugins.publish.http_client import site_address

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".publish.json"


class PublishSettings(Struct, frozen=True):
    """The target, the address that is looked at afterwards, and whether git is used for the content."""

    target: str = ""
    url: str = ""
    git: bool = True

    def check(self) -> None:
        """Raises `PublishError` for a target or an address that is none."""
        if self.target:
            parse_target(self.target)
        if self.url:
            site_address(self.url)


def read_settings(content: Path) -> PublishSettings:
    """The settings of a content folder; those of a new one if there are none, or damaged ones."""
    with suppress(OSError, msgspec.DecodeError, UnicodeError):
        return msgspec.json.decode((content / FILE).read_bytes(), type=PublishSettings)
    return PublishSettings()


def write_settings(content: Path, settings: PublishSettings) -> None:
    """Store the settings, and keep them out of git; raises `PublishError` and `OSError`.

    A folder may be typed as its path alone.
    """
    settings = replace(settings, target=_target_of_folder(settings.target.strip()))
    settings.check()
    atomic_write(content / FILE, msgspec.json.format(msgspec.json.encode(settings)) + b"\n")
    with suppress(ApiError):
        _keep_out_of_git(content)


def _target_of_folder(typed: str) -> str:
    """The target of a path that begins at the root; any other text as it is."""
    return f"file:{typed}" if typed.startswith("/") else typed


def _keep_out_of_git(content: Path) -> None:
    found = find_checkout(content)
    if not isinstance(found, Checkout):
        return
    ignored = call_git(found.root, "check-ignore", "--quiet", str(found.content / FILE))
    if ignored.returncode:
        exclude = found.root / found.git("rev-parse", "--git-path", "info/exclude").strip()
        exclude.parent.mkdir(parents=True, exist_ok=True)
        with exclude.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{FILE}\n")
