"""Object storage gets the release with its headers: assets first, deletions last; it can be rolled back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from obstore.store import S3Store

from plugins.build.errors import PublishError, SuspiciousReleaseError
from plugins.publish import s3
from plugins.publish.address import parse_target
from plugins.publish.http_headers import headers_for, is_hidden
from plugins.publish.publish import precompressed_folder, publish
from plugins.publish.s3_client import open_store
from plugins.publish.target import upload_order
from plugins.release.filesystem import files_under
from plugins.release.manifest import MARKER
from tests.publish.site import (
    ALL_VARIANTS,
    CHANGED,
    CHANGED_VARIANTS,
    KEY,
    OWN_FILES,
    SECRET,
    SITE,
    on_day,
    published,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def stored(tmp_path: Path) -> dict[str, bytes]:
    return published(tmp_path / "storage/site/www")


def test_storage_gets_the_release_with_headers_then_only_changes(
    output: Path, tmp_path: Path, storage: str, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    first = publish(output, storage, on_day(0))
    assert stored(tmp_path) == SITE
    assert len(first.sent) == first.verified - OWN_FILES == ALL_VARIANTS
    opened = open_store(parse_target(storage))
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


def test_assets_are_sent_before_pages() -> None:
    order = upload_order(
        ["index.html", "ru/rss.xml", "ru/news/a/index.html", "b.jpg", "static/s.0123abcd.css"]
    )
    assert order == ["static/s.0123abcd.css", "b.jpg", "ru/news/a/index.html", "ru/rss.xml", "index.html"]


def test_an_interrupted_publishing_resumes(
    output: Path, tmp_path: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = S3Store.put
    paths: list[str] = []

    def failing(store: S3Store, path: str, *arguments: Any, **options: Any) -> object:
        if len(paths) == ALL_VARIANTS + 12:
            raise ConnectionError(path)
        paths.append(path)
        return put(store, path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(s3, "CONCURRENCY", 1)
        patch.setattr(S3Store, "put", failing)
        with pytest.raises(ConnectionError):
            publish(output, storage)
        done = {path for path in paths if not path.startswith((".publish/locks", ".publish/history"))}
        paths.clear()
        publish(output, storage)
    assert not done & {*paths} - {".publish/sent.json.gz", "health.json"}
    assert stored(tmp_path) == SITE
    assert publish(output, storage).sent == ()


def test_changed_headers_send_everything_again(
    output: Path, tmp_path: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(output, storage, on_day(0))
    monkeypatch.setattr(s3, "headers_version", lambda: "other")
    assert len(publish(output, storage, on_day(0)).sent) == ALL_VARIANTS
    assert publish(output, storage, on_day(0)).sent == ()
    assert stored(tmp_path) == SITE


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


def test_a_site_published_without_a_history_is_adopted(output: Path, tmp_path: Path, storage: str) -> None:
    publish(output, storage)
    store = open_store(parse_target(storage))
    for path in files_under(tmp_path / "storage/site/www"):
        if path.startswith(".publish/"):
            store.delete(path)
    store.put(MARKER, b'{"files": {"index.html": [1, "0"], "old.html": [1, "0"]}, "gone": {}, "format": 1}')
    store.put("old.html", b"0")
    assert "old.html" in publish(output, storage, on_day(0, force=True)).removed
    assert stored(tmp_path) == SITE


def test_a_file_damaged_in_transfer_is_reported(
    output: Path, tmp_path: Path, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = S3Store.put

    def damaging(store: S3Store, path: str, content: bytes, **options: Any) -> object:
        return put(store, path, content[::-1] if path == "ru/rss.xml" else content, **options)

    with monkeypatch.context() as patch:
        patch.setattr(S3Store, "put", damaging)
        with pytest.raises(PublishError, match=r"1 files at .* are not as they were sent, “ru/rss.xml”"):
            publish(output, storage)
    publish(output, storage)
    assert stored(tmp_path) == SITE


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
