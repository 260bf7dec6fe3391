"""A small released site, and targets to publish it to."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.release.release import Release
from tests.publish.places import FolderPlace, StoragePlace
from tests.publish.site import KEY, SECRET, SITE
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.publish.places import Place


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


@pytest.fixture(params=["folder", "host", "storage"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of target in turn."""
    if request.param == "folder":
        return FolderPlace(f"file:{tmp_path}/www", tmp_path / "www")
    if request.param == "host":
        return FolderPlace(request.getfixturevalue("host"), tmp_path / "host's site" / "current")
    return StoragePlace(request.getfixturevalue("storage"))
