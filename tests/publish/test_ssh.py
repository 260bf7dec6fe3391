"""A host gets releases over SSH and a link to the last; only changes are sent; it can be rolled back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions
from plugins.publish.publish import publish
from plugins.publish.ssh_connection import SshConnection
from plugins.release.filesystem import files_under
from plugins.release.manifest import MARKER
from tests.publish.site import (
    ALL_VARIANTS,
    CHANGED,
    CHANGED_VARIANTS,
    HIDDEN_FILES,
    OWN_FILES,
    SITE,
    on_day,
    published,
)
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def on_host(tmp_path: Path) -> Path:
    return tmp_path / "host's site"


def test_a_host_gets_releases_and_a_link(
    output: Path, tmp_path: Path, host: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    current = on_host(tmp_path) / "current"
    first = publish(output, host, on_day(0))
    assert published(current) == SITE
    assert len(first.sent) == first.verified - OWN_FILES == ALL_VARIANTS + HIDDEN_FILES
    before = (current / "ru/index.html").stat()
    rebuild(CHANGED)
    dry = publish(output, host, on_day(1, dry_run=True))
    assert published(current) == SITE
    second = publish(output, host, on_day(1))
    assert set(second.sent) == set(dry.sent) == CHANGED_VARIANTS
    assert second.verified == first.verified
    assert published(current) == CHANGED
    after = (current / "ru/index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert publish(output, host, on_day(2)).sent == ()


def test_many_files_are_sent_from_where_they_are(
    output: Path, tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.publish.ssh.MANY", 5)
    uploaded: list[str] = []
    rsync = SshConnection.rsync

    def noted(host: SshConnection, folder: str, *arguments: Any) -> None:
        if Path(folder).name.startswith("publish-"):
            uploaded.extend(files_under(Path(folder)))
        rsync(host, folder, *arguments)

    monkeypatch.setattr(SshConnection, "rsync", noted)
    publish(output, host)
    assert published(on_host(tmp_path) / "current") == SITE
    assert {*uploaded} == {MARKER, "health.json"}


def test_a_host_keeps_the_last_releases_and_no_partial_upload(
    output: Path, tmp_path: Path, host: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    site = on_host(tmp_path)
    (site / ".publish/trees/.partial-old").mkdir(parents=True)
    (site / "releases/20221230T120000000000-abc").mkdir(parents=True)
    for day in range(4):
        rebuild({**SITE, "en/index.html": b"%d" % day})
        publish(output, host, PublishOptions(keep=2))
    assert sorted(path.name for path in (site / ".publish/trees").glob("[!.]*")) == ["000003", "000004"]
    assert sorted(path.name[:6] for path in (site / "releases").iterdir()) == ["000003", "000004"]
    assert sorted(path.name for path in site.iterdir()) == [".publish", "current", "releases"]
    assert (site / "current/en/index.html").read_bytes() == b"3"


def test_everybody_may_read_what_is_published_whatever_the_umask(
    output: Path, tmp_path: Path, host: str
) -> None:
    before = os.umask(0o077)
    try:
        publish(output, f"file:{tmp_path}/new/www")
        publish(output, host)
    finally:
        os.umask(before)
    for place in (tmp_path / "new", on_host(tmp_path) / "releases"):
        for path in (place, *place.rglob("*")):
            if ".www.releases" not in path.parts:
                assert path.stat().st_mode & 0o055 == (0o055 if path.is_dir() else 0o044), path


def test_a_release_that_arrives_damaged_is_not_published(
    output: Path,
    tmp_path: Path,
    host: str,
    rebuild: Callable[[Mapping[str, bytes]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(output, host)
    rebuild(CHANGED)
    run = subprocess.run

    def damaging(command: list[str], **options: Any) -> object:
        done = run(command, **options)
        for page in (on_host(tmp_path) / ".publish/trees").glob(".partial-*/en/index.html"):
            page.unlink()
            page.write_bytes(b"damaged")
        return done

    with monkeypatch.context() as patch:
        patch.setattr("subprocess.run", damaging)
        with pytest.raises(PublishError, match="not as they were sent"):
            publish(output, host)
    assert published(on_host(tmp_path) / "current") == SITE
    publish(output, host)
    assert published(on_host(tmp_path) / "current") == CHANGED


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"files": 1}', b"\xff"])
def test_a_damaged_manifest_on_the_host_is_replaced(
    output: Path, tmp_path: Path, host: str, damage: bytes
) -> None:
    publish(output, host, on_day(0))
    (on_host(tmp_path) / "current" / MARKER).write_bytes(damage)
    publish(output, host, on_day(1))
    assert published(on_host(tmp_path) / "current") == SITE
    assert publish(output, host, on_day(2)).sent == ()


def test_an_unreachable_host_is_reported_without_a_secret(output: Path) -> None:
    with pytest.raises(PublishError, match=r"failed: .*Connection refused"):
        publish(output, f"ssh://nobody@127.0.0.1:{free_port()}/srv/site")


def test_a_missing_rsync_is_reported(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PublishError, match="ssh: not found"):
        publish(output, "ssh://nobody@127.0.0.1/srv/site")
