"""A host gets releases over SSH and a link to the last; only changes are sent; it can be rolled back."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from plugins.build.errors import PublishError, ReleaseError
from plugins.publish.publish import publish, roll_back
from plugins.release.manifest import MARKER
from tests.publish.conftest import (
    ALL_VARIANTS,
    CHANGED,
    CHANGED_VARIANTS,
    HIDDEN_FILES,
    SITE,
    on_day,
    published,
)
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def on_host(tmp_path: Path) -> Path:
    return tmp_path / "host's site"


def test_a_host_gets_releases_and_a_link_and_can_be_rolled_back(
    output: Path, tmp_path: Path, host: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    current = on_host(tmp_path) / "current"
    first = publish(output, host, on_day(0))
    assert published(current) == SITE
    assert len(first.sent) == first.verified == ALL_VARIANTS + HIDDEN_FILES
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
    roll_back(output, host)
    assert published(current) == SITE
    with pytest.raises(ReleaseError, match="no earlier release"):
        roll_back(output, host)
    assert publish(output, host, on_day(3)).sent == second.sent
    assert published(current) == CHANGED


def test_a_host_retains_the_last_releases_and_no_partial_upload(
    output: Path,
    tmp_path: Path,
    host: str,
    rebuild: Callable[[Mapping[str, bytes]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("plugins.publish.ssh.RETENTION", 2)
    (on_host(tmp_path) / "releases/.partial-old").mkdir(parents=True)
    for day in range(4):
        rebuild({**SITE, "en/index.html": b"%d" % day})
        publish(output, host, on_day(day))
    assert len(list((on_host(tmp_path) / "releases").iterdir())) == 2
    assert sorted(path.name for path in on_host(tmp_path).iterdir()) == ["current", "releases"]
    assert (on_host(tmp_path) / "current/en/index.html").read_bytes() == b"3"


def test_a_release_that_arrives_damaged_is_not_published(
    output: Path,
    tmp_path: Path,
    host: str,
    rebuild: Callable[[Mapping[str, bytes]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(output, host, on_day(0))
    rebuild(CHANGED)
    run = subprocess.run

    def damaging(command: list[str], **options: Any) -> object:
        done = run(command, **options)
        for page in (on_host(tmp_path) / "releases").glob(".partial-*/en/index.html"):
            page.write_bytes(b"damaged")
        return done

    monkeypatch.setattr("subprocess.run", damaging)
    with pytest.raises(PublishError, match="not as they were sent"):
        publish(output, host, on_day(1))
    assert published(on_host(tmp_path) / "current") == SITE


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
