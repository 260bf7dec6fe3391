"""A host over SSH: rsync into `releases/<id>/`, verify, then turn the link `current` in one step.

A release's id is the moment and the checksum of what is in it. Files equal to those of the current release
are links to them there, with their old times: nothing is sent twice, and readers' caches stay valid. The last
releases stay for `--rollback`. Keys come from ssh's agent and configuration; `PUBLISH_SSH_CONFIG` names
another configuration.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from plugins.publish.options import Published, Wishes
from plugins.release.errors import PublishError
from plugins.release.manifest import MARKER, ManifestEntry, manifest_bytes, read_manifest
from plugins.release.sanity_checks import check_lost_pages

if TYPE_CHECKING:
    from pathlib import Path

STAY = 5
"""So many releases stay on the host."""
HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
TURN = 'ln -s "releases/$id" ".current.$id" && mv -Tf ".current.$id" current'
"""A link is made aside and moved over the old one: `current` is never missing."""
TIDY = """ls -1 releases | sort -r | tail -n "+$first" | while read -r old; do
    test "$old" = "$id" || rm -rf "releases/$old"
done
rm -rf releases/.partial-*"""
"""The oldest releases go, and what an interrupted sending of another release left."""


class Host(Struct, frozen=True):
    """Where to, and how ssh gets there."""

    target: str
    login: str
    port: int
    folder: str

    @property
    def ssh(self) -> list[str]:
        """The ssh command, which never asks anything."""
        config = os.environ.get("PUBLISH_SSH_CONFIG")
        options = ["-F", config] if config else []
        return ["ssh", *options, "-o", "BatchMode=yes", "-p", str(self.port)]

    def run(self, script: str, **values: str) -> str:
        """Run a shell script there with variables, `site` among them: the site's folder; what it printed."""
        variables = "".join(f"{name}={shlex.quote(value)}; " for name, value in values.items())
        site = shlex.quote(self.folder)
        return self._call([*self.ssh, self.login, f"set -e; site={site}; {variables}{script}"])

    def rsync(self, packed: Path, release: str, *options: str) -> list[str]:
        """Bring a release there; the paths of files sent (or differing, in a dry run).

        By content, not by time: times on the host are those of the first sending.
        """
        there = f"{self.login}:{self.folder}/releases/{release}/"
        base = [
            "-rl",
            "--protect-args",
            "--checksum",
            "--delete",
            "--partial",
            "--chmod=D755,F644",
            "--out-format=%i %n",
        ]
        lines = self._call(
            ["rsync", *base, *options, "--rsh", shlex.join(self.ssh), "--", f"{packed}/", there]
        ).splitlines()
        return [line.partition(" ")[2] for line in lines if re.match(r"(<f|\*deleting)", line)]

    def _call(self, command: list[str]) -> str:
        if shutil.which(command[0]) is None:
            raise PublishError("publish-failed", place=self.target, reason=f"{command[0]}: not found")
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - checked words
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
            raise PublishError("publish-failed", place=self.target, reason=lines[-1])
        return done.stdout


def send_to_host(packed: Path, target: str, wishes: Wishes) -> Published:
    """Send, verify, turn the link, and let the oldest releases go; raises `PublishError`."""
    host = open_host(target)
    files, known = read_manifest(packed), _published_files(host, wishes)
    if not wishes.force:
        check_lost_pages(known, files)
    changed = tuple(sorted(path for path in files if known.get(path) != files[path]))
    size = sum(files[path].size for path in changed)
    removed = tuple(sorted(known.keys() - files.keys()))
    if wishes.dry_run or not (changed or removed):
        return Published(target, changed, size, len(files) - len(changed), removed)
    sent = _send(host, packed, wishes, sha256(manifest_bytes(files)).hexdigest()[:12])
    size = sum(files[path].size for path in sent)
    wishes.progress(size, size)
    return Published(target, sent, size, len(files) - len(sent), removed, len(files))


def roll_back_host(target: str) -> Published:
    """Turn the link to the release before the current one, which stays."""
    host = open_host(target)
    current, *releases = host.run('cd "$site"; basename "$(readlink current)"; ls -1 releases').split()
    earlier = [release for release in releases if release < current]
    if not earlier:
        raise PublishError("rollback-nothing", place=target)
    host.run(f'cd "$site"; {TURN}', id=max(earlier))
    return Published(target)


def open_host(target: str) -> Host:
    """The host of an address `ssh://user@host:port/folder`; words that ssh could misread are refused."""
    address = urlsplit(target)
    name, user = address.hostname or "", address.username or ""
    folder = address.path.rstrip("/")
    if not HOST.fullmatch(name) or (user and not USER.fullmatch(user)) or not folder or address.password:
        raise PublishError("publish-target", target=address._replace(netloc=name).geturl())
    return Host(target, f"{user}@{name}" if user else name, address.port or 22, folder)


def _published_files(host: Host, wishes: Wishes) -> dict[str, ManifestEntry]:
    """What the current release holds, if there is one; makes the site's folder, but for a dry run."""
    make = "" if wishes.dry_run else 'mkdir -p "$site/releases"; '
    told = json.loads(host.run(f'{make}cat "$site/current/{MARKER}" 2>/dev/null || echo "{{}}"'))
    return {path: ManifestEntry(*entry) for path, entry in told.get("files", {}).items()}


def _send(host: Host, packed: Path, wishes: Wishes, checksum: str) -> tuple[str, ...]:
    """Into a folder of a fixed name first, so that an interrupted sending goes on; the paths sent."""
    partial = f".partial-{checksum}"
    sent = host.rsync(packed, partial, "--link-dest=../../current/")
    wrong = host.rsync(packed, partial, "--dry-run")
    if wrong:
        raise PublishError("publish-unverified", place=host.target, count=len(wrong), path=wrong[0])
    release = f"{wishes.now:%Y%m%dT%H%M%S%f}-{checksum}"
    publish = f'cd "$site"; mv "releases/$partial" "releases/$id"; {TURN}; {TIDY}'
    host.run(publish, partial=partial, id=release, first=str(STAY + 1))
    return tuple(sorted(path for path in sent if path != MARKER))
