"""A small released site, and targets to publish it to."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.publish import PublishOptions
from plugins.release.filesystem import files_under
from plugins.release.release import Release
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONG = b"<p>122 \xd0\xbf\xd0\xbe\xd0\xbc\xd0\xbe\xd0\xb3\xd0\xb0\xd0\xb5\xd1\x82</p>\n" * 100
SITE: dict[str, bytes] = {
    "index.html": LONG,
    "ru/index.html": LONG + b"ru",
    "en/index.html": LONG + b"en",
    "ru/news/a/index.html": b"<p>short</p>",
    "ru/news/a/photo.jpg": bytes(range(256)) * 8,
    "ru/rss.xml": LONG + b"feed",
    "static/site.0123abcd.css": b"p{color:red}" * 200,
    "ru/news/old/index.html": b'<meta http-equiv="refresh" content="0; url=/ru/news/a/">',
}

CHANGED = {**SITE, "en/index.html": SITE["en/index.html"] + b"new"}
CHANGED_VARIANTS = {"en/index.html", "en/index.html.br", "en/index.html.gz"}
ALL_VARIANTS = len(SITE) + 5 * 2 + 1
HIDDEN_FILES = 6
NOON = datetime(2022, 12, 30, 12, tzinfo=UTC)
KEY, SECRET = "122KEY122KEY122KEY12", "do-not-tell-this-secret"


def on_day(day: int, *, dry_run: bool = False, force: bool = False) -> PublishOptions:
    """Options to publish this number of days after the first time."""
    return PublishOptions(now=NOON + timedelta(days=day), dry_run=dry_run, force=force)


def published(folder: Path) -> dict[str, bytes]:
    """The site's own files, without variants and maps."""
    return {path: (folder / path).read_bytes() for path in files_under(folder) if path in SITE}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The output folder, with the site released in it."""
    folder = tmp_path / "output"
    build_site(folder, SITE)
    return folder


@pytest.fixture
def rebuild(output: Path) -> Callable[[Mapping[str, bytes]], None]:
    """Release another version of the site."""
    return lambda files: build_site(output, files)


def build_site(output: Path, files: Mapping[str, bytes]) -> None:
    with Release(output) as release:
        for path, content in files.items():
            release.write(path, content)
        release.commit()


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The target of an empty folder in an S3 server (rclone), which checks signatures."""
    (tmp_path / "storage" / "site").mkdir(parents=True)
    port = free_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    rclone = str(Path(sys.executable).with_name("rclone"))
    address = ("--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}", "--config", os.devnull)
    with running(rclone, "serve", "s3", *address, str(tmp_path / "storage"), port=port):
        yield "s3://site/www"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The target of a missing folder on an sshd of this user on loopback."""
    port, keys = free_port(), tmp_path / "keys"
    keys.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-qt", "ed25519", "-N", "", "-f", keys / name], check=True)
    shutil.copy(keys / "user.pub", keys / "authorized")
    public = (keys / "host.pub").read_text().split()
    (keys / "known").write_text(f"[127.0.0.1]:{port} {public[0]} {public[1]}\n")
    (keys / "ssh").write_text(f"Host *\n IdentityFile {keys}/user\n UserKnownHostsFile {keys}/known\n")
    (keys / "sshd").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {keys}/host\nAuthorizedKeysFile {keys}/authorized\n"
        f"StrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\nPermitRootLogin yes\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    monkeypatch.setenv("PUBLISH_SSH_CONFIG", str(keys / "ssh"))
    with running("/usr/sbin/sshd", "-D", "-f", str(keys / "sshd"), port=port):
        yield f"ssh://{getpass.getuser()}@127.0.0.1:{port}{tmp_path}/host's site"
