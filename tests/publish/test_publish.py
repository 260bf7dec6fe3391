"""Publishing to a folder, rolling back, invalid targets, and secrets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import ForeignDirectoryError, PublishError, ReleaseError, WriteFailedError
from plugins.diagnostics.problem import message_languages
from plugins.publish import PublishOptions
from plugins.publish.publish import precompressed_folder, publish
from plugins.publish.rollback import roll_back
from plugins.release.filesystem import files_under
from tests.publish.site import (
    ALL_VARIANTS,
    CHANGED,
    CHANGED_VARIANTS,
    HIDDEN_FILES,
    SECRET,
    SITE,
    on_day,
    published,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def test_a_folder_gets_the_release_then_only_changes(
    output: Path, tmp_path: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    www = tmp_path / "www"
    first = publish(output, f"file:{www}")
    assert published(www) == SITE
    assert len(first.sent) == ALL_VARIANTS + HIDDEN_FILES
    rebuild(CHANGED)
    dry = publish(output, f"file:{www}", on_day(0, dry_run=True))
    assert published(www) == SITE
    second = publish(output, f"file:{www}")
    assert second == dry
    assert set(second.sent) == CHANGED_VARIANTS
    assert published(www) == CHANGED
    assert publish(output, f"file:{www}").sent == ()


@pytest.mark.parametrize("folder", ["output", "output/static", "output/new/sub", "link"])
def test_the_output_is_no_place_to_publish_to(folder: str, output: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(output)
    before = sorted(output.rglob("*"))
    with pytest.raises(PublishError, match="lies in"):
        publish(output, f"file:{tmp_path}/{folder}")
    assert sorted(output.rglob("*")) == before


def test_rolling_back_without_an_earlier_release_is_an_error(output: Path, tmp_path: Path) -> None:
    publish(output, f"file:{tmp_path}/www")
    with pytest.raises(ReleaseError, match="no earlier release"):
        roll_back(f"file:{tmp_path}/www")
    assert published(tmp_path / "www") == SITE


@pytest.mark.parametrize(
    "target",
    [
        "",
        "ftp://x/y",
        "file:",
        "file:///",
        "file:relative",
        "ssh://-oProxyCommand=x/y",
        "ssh://host",
        "ssh://a:b@host/x",
        "s3:///x",
        "ssh://host:99999/x",
        "ssh://host:0/x",
        "ssh://host:abc/x",
        "ssh://[::1/x",
        "s3://[x",
        "s3://bucket:99999/x",
        "file://host/x",
        "file://[x",
        "http://host:port/x",
    ],
)
def test_an_ambiguous_target_is_an_error(output: Path, target: str) -> None:
    for send in (partial(publish, output), roll_back):
        with pytest.raises(PublishError, match=r"no place to publish to|names another machine") as caught:
            send(target)
        assert "b@" not in caught.value.message("ru")


@pytest.mark.parametrize("place", ["/proc/x", "/proc/x/y", "/proc/sys/x", "file/x", "file/x/y"])
def test_a_target_that_cannot_be_written_is_reported_at_once(
    place: str, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("plugins.release.filesystem.time.sleep", pytest.fail)
    with pytest.raises(WriteFailedError, match="could not be written to"):
        publish(output, f"file:{tmp_path / place}")


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_foreign_target_is_not_replaced_and_the_remedy_is_another_target(
    kind: str, output: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "www" / "mine" if kind == "folder" else tmp_path / "www"
    mine.parent.mkdir(exist_ok=True)
    mine.write_bytes(b"mine")
    with pytest.raises(ForeignDirectoryError, match="Publish to another folder") as caught:
        publish(output, f"file:{tmp_path / 'www'}")
    assert not any("--output" in caught.value.message(language) for language in message_languages())
    assert mine.read_bytes() == b"mine"


def test_an_output_that_was_not_built_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="holds no release"):
        publish(tmp_path, f"file:{tmp_path}/www")


def test_no_published_file_contains_a_secret(output: Path, tmp_path: Path, storage: str) -> None:
    publish(output, storage, on_day(0))
    for folder in (output, precompressed_folder(output), tmp_path / "storage"):
        for path in files_under(folder):
            content = (folder / path).read_bytes()
            assert SECRET.encode() not in content
            assert str(tmp_path).encode() not in content


def test_progress_ends_at_the_total(output: Path, tmp_path: Path, storage: str) -> None:
    for target in (f"file:{tmp_path}/www", storage):
        calls: list[tuple[int, int]] = []
        done = publish(output, target, PublishOptions(progress=lambda *at, calls=calls: calls.append(at)))
        assert calls[-1] == (done.sent_bytes, done.sent_bytes)
        assert len(calls) == len(done.sent)
