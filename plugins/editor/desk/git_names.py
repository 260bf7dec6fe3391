"""What git calls an editor: as the author of commits, and as who made them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.editor.desk.git_program import call_git
from plugins.editor.slugs import slugify

if TYPE_CHECKING:
    from pathlib import Path

MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
UNREADABLE = re.compile(r"[<>\x00-\x1f\x7f]+")


def signature(root: Path, editor: str) -> str:
    """An editor as the author of commits in a checkout: `Anna <anna@desk.invalid>`.

    A mail address stands for both name and address; the address of this machine's own user is git's.
    """
    name, mail = _name_and_mail(editor)
    is_owner = name == _config(root, "user.name")
    return f"{name} <{(is_owner and _config(root, 'user.email')) or mail}>"


def committer(root: Path, editor: str) -> dict[str, str]:
    """Variables that name the committer, where git knows nobody on this machine."""
    name, mail = _name_and_mail(editor)
    known = _config(root, "user.name") and _config(root, "user.email")
    return {} if known else {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}


def _config(root: Path, key: str) -> str:
    return call_git(root, "config", key).stdout.decode(errors="replace").strip()


def _name_and_mail(editor: str) -> tuple[str, str]:
    name = UNREADABLE.sub(" ", editor).strip() or "editor"
    if MAIL.fullmatch(name):
        return name.partition("@")[0], name
    return name, f"{slugify(name) or 'editor'}@desk.invalid"
