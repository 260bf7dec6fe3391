"""Publish over SSH: rsync into `releases/<id>/`, verify, then switch the link `current` atomically.

Unchanged files become hard links to the current release: nothing is sent twice, and times stay.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions, PublishResult, split_target
from plugins.release.manifest import (
    MARKER,
    ManifestEntry,
    check_lost_pages,
    manifest_bytes,
    parse_manifest,
    read_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path

RETENTION = 5
"""The number of releases retained on the host."""
HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
RSYNC = ("rsync", "-rl", "--protect-args", "--checksum", "--delete", "--partial", "--chmod=D755,F644")
SWITCH = 'ln -s "releases/$id" ".current.$id" && mv -Tf ".current.$id" current'
"""A new link is moved over the old one, so that `current` is never missing."""
PRUNE = """ls -1 releases | sort -r | tail -n "+$first" | while read -r old; do
    test "$old" = "$id" || rm -rf "releases/$old"
done
rm -rf releases/.partial-*"""
"""Delete the oldest releases and partial uploads of other releases."""


class SshHost(Struct, frozen=True):
    """The host and folder of a target."""

    target: str
    login: str
    port: int
    folder: str

    @property
    def ssh(self) -> list[str]:
        """The ssh command; it never prompts."""
        config = os.environ.get("PUBLISH_SSH_CONFIG")
        options = ["-F", config] if config else []
        return ["ssh", *options, "-o", "BatchMode=yes", "-p", str(self.port)]

    def run(self, script: str, **values: str) -> str:
        """Run a shell script with these variables and `site`, the site's folder; return its output."""
        variables = "".join(f"{name}={shlex.quote(value)}; " for name, value in values.items())
        site = shlex.quote(self.folder)
        return self._call([*self.ssh, self.login, f"set -e; site={site}; {variables}{script}"])

    def rsync(self, packed: Path, release: str, *options: str) -> list[str]:
        """Upload a release, compared by checksum; return the paths sent, or that differ in a dry run."""
        destination = f"{self.login}:{self.folder}/releases/{release}/"
        paths = ("--", f"{packed}/", destination)
        command = [*RSYNC, "--out-format=%i %n", *options, "--rsh", shlex.join(self.ssh), *paths]
        lines = self._call(command).splitlines()
        return [line.partition(" ")[2] for line in lines if re.match(r"(<f|\*deleting)", line)]

    def _call(self, command: list[str]) -> str:
        if shutil.which(command[0]) is None:
            raise PublishError("publish-failed", place=self.target, reason=f"{command[0]}: not found")
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
            raise PublishError("publish-failed", place=self.target, reason=lines[-1])
        return done.stdout


def send_over_ssh(packed: Path, target: str, options: PublishOptions) -> PublishResult:
    """Upload, verify, switch the link and prune old releases; raises `PublishError`."""
    host = parse_host(target)
    files, known = read_manifest(packed), _published_files(host, options)
    if not options.force:
        check_lost_pages(known, files)
    planned = PublishResult.planned(target, files, known)
    if options.dry_run or not (planned.sent or planned.removed):
        return planned
    sent = _send(host, packed, options, sha256(manifest_bytes(files)).hexdigest()[:12])
    size = sum(files[path].size for path in sent)
    options.progress(size, size)
    return PublishResult(target, sent, size, len(files) - len(sent), planned.removed, len(files))


def roll_back_over_ssh(target: str) -> PublishResult:
    """Switch the link to the release before the current one, which is retained."""
    host = parse_host(target)
    current, *releases = host.run('cd "$site"; basename "$(readlink current)"; ls -1 releases').split()
    earlier = [release for release in releases if release < current]
    if not earlier:
        raise PublishError("rollback-nothing", place=target)
    host.run(f'cd "$site"; {SWITCH}', id=max(earlier))
    return PublishResult(target)


def parse_host(target: str) -> SshHost:
    """The host of `ssh://user@host:port/folder`; raises `PublishError` for parts that ssh could misread."""
    address = split_target(target)
    name, user = address.hostname or "", address.username or ""
    folder = address.path.rstrip("/")
    if not HOST.fullmatch(name) or (user and not USER.fullmatch(user)) or not folder or address.password:
        raise PublishError("publish-target", target=address._replace(netloc=name).geturl())
    return SshHost(target, f"{user}@{name}" if user else name, address.port or 22, folder)


def _published_files(host: SshHost, options: PublishOptions) -> dict[str, ManifestEntry]:
    """The files of the current release; creates the site's folder, except in a dry run."""
    make = "" if options.dry_run else 'mkdir -p "$site/releases"; '
    return parse_manifest(host.run(f'{make}cat "$site/current/{MARKER}" 2>/dev/null || true')) or {}


def _send(host: SshHost, packed: Path, options: PublishOptions, checksum: str) -> tuple[str, ...]:
    """Upload into a folder with a stable name first, so that uploads resume; return the paths sent."""
    partial = f".partial-{checksum}"
    sent = host.rsync(packed, partial, "--link-dest=../../current/")
    wrong = host.rsync(packed, partial, "--dry-run")
    if wrong:
        raise PublishError("publish-unverified", place=host.target, count=len(wrong), path=wrong[0])
    release = f"{options.now:%Y%m%dT%H%M%S%f}-{checksum}"
    publish = f'cd "$site"; mv "releases/$partial" "releases/$id"; {SWITCH}; {PRUNE}'
    host.run(publish, partial=partial, id=release, first=str(RETENTION + 1))
    return tuple(sorted(path for path in sent if path != MARKER))
