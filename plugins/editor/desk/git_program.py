"""Runs git for the desk: without a shell, without questions, and with its refusals in an editor's words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from plugins.editor.desk.api import ApiError
from plugins.editor.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOCAL_SECONDS, REMOTE_SECONDS = 30, 60
INHERITED = (
    "PATH",
    "HOME",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "APPDATA",
    "LOCALAPPDATA",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "XDG_CONFIG_HOME",
    "SSH_AUTH_SOCK",
    "GNUPGHOME",
)
"""Variables that git and ssh need; `GIT_DIR` and the like would lead to another repository."""
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_EDITOR": "true",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=8",
    "GIT_HTTP_LOW_SPEED_LIMIT": "1",
    "GIT_HTTP_LOW_SPEED_TIME": "8",
}
OPTIONS = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "advice.detachedHead=false")
FAULTS = (
    (r"no space left|disk quota", "disk"),
    (r"dubious ownership", "ownership"),
    (r"\.lock': File exists|another git process", "busy"),
    (r"non-fast-forward|fetch first|\[rejected\]|failed to update ref", "rejected"),
    (
        (
            r"authentication failed|permission denied|could not read (?:username|password)|terminal prompts"
            r"|access denied|forbidden|host key verification|protected branch|repository not found"
        ),
        "denied",
    ),
    (
        (
            r"could not resolve|connection (?:refused|timed out|reset)|timed out|unreachable"
            r"|failed to connect|does not appear to be a git repository|could not read from remote"
            r"|unable to access|too slow"
        ),
        "unreachable",
    ),
    (r"would be overwritten|local changes", "open-elsewhere"),
)
"""Patterns of what git says, the most telling first, and the key of the sentence for editors."""


def git_program() -> str | None:
    """Where git is; None if it is not installed."""
    return shutil.which("git")


def run_git(
    folder: Path, *arguments: str, content: bytes = b"", environment: Mapping[str, str] | None = None
) -> str:
    """What a git command printed, with these variables too; raises `ApiError` with 409."""
    done = call_git(folder, *arguments, content=content, environment=environment)
    if done.returncode:
        raise git_error(done.stderr.decode(errors="replace") or done.stdout.decode(errors="replace"))
    return done.stdout.decode("utf-8", "surrogateescape")


def call_git(
    folder: Path,
    *arguments: str,
    content: bytes = b"",
    environment: Mapping[str, str] | None = None,
    seconds: float = LOCAL_SECONDS,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, whatever its exit code; raises `ApiError` if it is missing or takes too long."""
    program = git_program()
    if program is None:
        raise ApiError(409, "git.missing")
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    command = [program, *OPTIONS, "-C", str(folder), *arguments]
    variables = {**inherited, **ENVIRONMENT, **(environment or {})}
    try:
        return subprocess.run(
            command, env=variables, input=content, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise ApiError(409, "git.unreachable", reason=f"{round(seconds)} s") from error
    except OSError as error:
        raise ApiError(409, "git.failed", reason=error.strerror or str(error)) from error


def ask_remote(folder: Path, *arguments: str) -> str:
    """A git command that asks another machine; raises `ApiError` with 409."""
    done = call_git(folder, *arguments, seconds=REMOTE_SECONDS)
    if done.returncode:
        raise git_error(done.stderr.decode(errors="replace"))
    return done.stdout.decode("utf-8", "surrogateescape")


def git_error(said: str) -> ApiError:
    """The refusal for what git said."""
    key = next((key for pattern, key in FAULTS if re.search(pattern, said, re.IGNORECASE)), "failed")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", " ! ", "!"))]
    return ApiError(409, f"git.{key}", reason=(telling or lines or ["?"])[0])


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
