"""Object storage gets the release with its headers: assets first, deletions last; it can be rolled back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import PublishError, SuspiciousReleaseError
from plugins.publish import s3
from plugins.publish.http_headers import headers_for, is_hidden
from plugins.publish.publish import precompressed_folder, publish, roll_back
from plugins.publish.s3 import list_objects, open_store
from plugins.release.manifest import MARKER
from tests.publish.conftest import (
    ALL_VARIANTS,
    CHANGED,
    CHANGED_VARIANTS,
    KEY,
    SECRET,
    SITE,
    on_day,
    published,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from obstore.store import S3Store

    from plugins.publish.http_headers import HttpHeaders
    from plugins.publish.s3 import RemoteObject

LESS = {
    path: content
    for path, content in SITE.items()
    if path not in {"ru/news/a/photo.jpg", "static/site.0123abcd.css"}
}


def stored(tmp_path: Path) -> dict[str, bytes]:
    return published(tmp_path / "storage/site/www")


def test_storage_gets_the_release_with_headers_then_only_changes(
    output: Path, tmp_path: Path, storage: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    first = publish(output, storage, on_day(0))
    assert stored(tmp_path) == SITE
    assert len(first.sent) == first.verified == ALL_VARIANTS
    opened = open_store(storage)
    for path in first.sent:
        assert opened.get(path).attributes == headers_for(path).as_dict
        assert not is_hidden(path)
    rebuild(CHANGED)
    dry = publish(output, storage, on_day(0, dry_run=True))
    assert stored(tmp_path) == SITE
    second = publish(output, storage, on_day(0))
    assert set(second.sent) == set(dry.sent) == CHANGED_VARIANTS
    assert second.sent_bytes == dry.sent_bytes
    assert stored(tmp_path) == CHANGED
    assert publish(output, storage, on_day(0)).sent == ()
    roll_back(output, storage, on_day(0))
    assert stored(tmp_path) == SITE


def test_pages_are_deleted_at_once_and_assets_after_the_grace_period(
    output: Path, tmp_path: Path, storage: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, storage, on_day(0))
    rebuild(LESS)
    gone = publish(output, storage, on_day(1))
    assert gone.removed == ("ru/news/a/photo.jpg",)
    assert stored(tmp_path) == {**LESS, "static/site.0123abcd.css": SITE["static/site.0123abcd.css"]}
    later = publish(output, storage, on_day(2))
    assert [path for path in later.removed if path in SITE] == ["static/site.0123abcd.css"]
    assert stored(tmp_path) == LESS


def test_assets_are_sent_before_pages() -> None:
    order = s3.upload_order(
        ["index.html", "ru/rss.xml", "ru/news/a/index.html", "b.jpg", "static/s.0123abcd.css"]
    )
    assert order == ["static/s.0123abcd.css", "b.jpg", "ru/news/a/index.html", "ru/rss.xml", "index.html"]


def test_an_interrupted_upload_resumes(
    output: Path, tmp_path: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(s3, "CONCURRENCY", 1)
        patch.setattr(s3, "headers_for", fail_after(9, headers_for))
        with pytest.raises(ConnectionError):
            publish(output, storage, on_day(0))
    assert len(publish(output, storage, on_day(0)).sent) == ALL_VARIANTS - 9
    assert stored(tmp_path) == SITE


def fail_after(calls: int, real: Callable[[str], HttpHeaders]) -> Callable[[str], HttpHeaders]:
    left = iter(range(calls))

    def failing(path: str) -> HttpHeaders:
        if next(left, None) is None:
            raise ConnectionError(path)
        return real(path)

    return failing


def test_changed_headers_send_everything_again(
    output: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(output, storage, on_day(0))
    monkeypatch.setattr(s3, "headers_version", lambda: "other")
    assert len(publish(output, storage, on_day(0)).sent) == ALL_VARIANTS
    assert publish(output, storage, on_day(0)).sent == ()


def test_foreign_files_are_neither_overwritten_nor_deleted(
    output: Path, tmp_path: Path, storage: str
) -> None:
    theirs = tmp_path / "storage/site/www/theirs.html"
    theirs.parent.mkdir()
    theirs.write_bytes(b"theirs")
    with pytest.raises(PublishError, match=r"1 files which this site did not publish"):
        publish(output, storage, on_day(0))
    publish(output, storage, on_day(0, force=True))
    publish(output, storage, on_day(9))
    assert theirs.read_bytes() == b"theirs"
    assert stored(tmp_path) == SITE


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"files": 1}', b"\xff"])
def test_a_damaged_state_of_the_storage_is_an_error_until_forced(
    output: Path, tmp_path: Path, storage: str, damage: bytes
) -> None:
    publish(output, storage, on_day(0))
    (tmp_path / "storage/site/www" / MARKER).write_bytes(damage)
    with pytest.raises(PublishError, match="did not publish"):
        publish(output, storage, on_day(0))
    publish(output, storage, on_day(0, force=True))
    assert publish(output, storage, on_day(0)).sent == ()


def test_a_file_damaged_in_transfer_is_reported(
    output: Path, tmp_path: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaging(store: S3Store) -> dict[str, RemoteObject]:
        for feed in (tmp_path / "storage/site/www/ru").glob("rss.xml"):
            feed.write_bytes(SITE["ru/rss.xml"][::-1])
        return list_objects(store)

    monkeypatch.setattr(s3, "list_objects", damaging)
    with pytest.raises(PublishError, match=r"1 files at .* are not as they were sent, “ru/rss.xml”"):
        publish(output, storage, on_day(0))


def test_a_site_that_lost_an_edition_is_not_sent(
    output: Path, tmp_path: Path, storage: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, storage, on_day(0))
    shutil.rmtree(output)
    shutil.rmtree(precompressed_folder(output))
    rebuild({path: content for path, content in SITE.items() if not path.startswith("en/")})
    with pytest.raises(SuspiciousReleaseError, match="en/"):
        publish(output, storage, on_day(0))
    assert stored(tmp_path) == SITE


def test_a_rejected_key_is_reported_without_the_secret(
    output: Path, storage: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET + "-wrong")
    with pytest.raises(PublishError, match="failed: HTTP 403") as refused:
        publish(output, storage, on_day(0))
    printed = str(refused.value) + "".join(capfd.readouterr())
    assert SECRET not in printed
    assert KEY not in printed
