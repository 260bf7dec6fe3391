from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES
from plugins.editor.acts.act import Act
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.text_file import content_hash
from plugins.editor.desk.workspace import NEW, TEMPORARY, ChangedElsewhereError, Workspace
from tests.building import ROOT, content_of

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2022-12-30-year-in-figures"
FILE = f"{ITEM}/ru.md"
KILLED = """
import os, signal, sys
from pathlib import Path
from plugins.editor.desk.workspace import Workspace
workspace = Workspace(Path(sys.argv[1]))
read = workspace.read(sys.argv[2])
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
setattr(*{"sync": (os, "fsync", die), "exchange": (Path, "replace", die)}[sys.argv[3]])
workspace.write(read.path, read.text.replace("Первый", "Другой"), read.hash)
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_of(tmp_path)


@pytest.fixture
def workspace(content: Path) -> Workspace:
    return Workspace(content)


def names(content: Path) -> set[str]:
    return {path.relative_to(content).as_posix() for path in content.rglob("*")}


def test_a_saved_text_is_on_the_disk_with_its_new_hash(workspace: Workspace, content: Path) -> None:
    read = workspace.read(FILE)
    before = names(content)
    saved = workspace.write(FILE, read.text.replace("Первый", "Другой"), read.hash)
    written = (content / FILE).read_bytes()
    assert "Другой абзац".encode() in written
    assert saved.hash == content_hash(written) != read.hash
    assert workspace.read(FILE) == saved
    assert names(content) == before


def test_a_text_that_was_not_edited_is_not_written(workspace: Workspace, content: Path) -> None:
    read, before = workspace.read(FILE), (content / FILE).stat()
    assert workspace.write(FILE, read.text, read.hash) == read
    after = (content / FILE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o664])
def test_a_saved_file_keeps_its_permissions(workspace: Workspace, content: Path, permissions: int) -> None:
    (content / FILE).chmod(permissions)
    read = workspace.read(FILE)
    workspace.write(FILE, read.text + "\n", read.hash)
    assert stat.S_IMODE((content / FILE).stat().st_mode) == permissions


def test_a_file_changed_elsewhere_is_told_and_not_overwritten(workspace: Workspace, content: Path) -> None:
    read = workspace.read(FILE)
    other = (content / FILE).read_bytes().replace("Первый".encode(), "Чужой".encode())
    (content / FILE).write_bytes(other)
    with pytest.raises(ChangedElsewhereError) as refused:
        workspace.write(FILE, read.text + "\n", read.hash)
    assert refused.value.current is not None
    assert refused.value.current.hash == content_hash(other)
    assert "Чужой абзац" in refused.value.current.text
    assert (content / FILE).read_bytes() == other


def test_a_file_changed_while_it_is_being_saved_is_not_overwritten(
    workspace: Workspace, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = workspace.read(FILE)
    monkeypatch.setattr(os, "fsync", lambda _: (content / FILE).write_bytes(b"other"))
    with pytest.raises(ChangedElsewhereError):
        workspace.write(FILE, read.text + "\n", read.hash)
    assert (content / FILE).read_bytes() == b"other"
    assert not [name for name in names(content) if TEMPORARY in name]


def test_a_file_deleted_elsewhere_is_told_and_not_made_again(workspace: Workspace, content: Path) -> None:
    read = workspace.read(FILE)
    (content / FILE).unlink()
    with pytest.raises(ChangedElsewhereError) as refused:
        workspace.write(FILE, read.text, read.hash)
    assert refused.value.current is None
    assert not (content / FILE).exists()


def test_a_new_file_does_not_replace_one_that_is_there(workspace: Workspace, content: Path) -> None:
    new = workspace.write("news/2026-01-01-new/ru.md", "a\n", NEW)
    assert (content / new.path).read_bytes() == b"a\n"
    with pytest.raises(ChangedElsewhereError):
        workspace.write(FILE, "a\n", NEW)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_a_disk_that_refuses_leaves_the_old_file_alone(
    workspace: Workspace, content: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(error, os.strerror(error))

    read, before, files = workspace.read(FILE), (content / FILE).read_bytes(), names(content)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(error)):
        workspace.write(FILE, read.text + "\n", read.hash)
    assert (content / FILE).read_bytes() == before
    assert names(content) == files


@pytest.mark.parametrize("moment", ["sync", "exchange"])
def test_a_program_killed_while_saving_leaves_the_old_file_and_nothing_that_stays(
    content: Path, moment: str
) -> None:
    before, files = (content / FILE).read_bytes(), names(content)
    command = [sys.executable, "-c", KILLED, str(content), FILE, moment]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert (content / FILE).read_bytes() == before
    assert len(names(content)) == len(files) + 1
    Workspace(content).remove_unfinished()
    assert names(content) == files


@pytest.mark.parametrize(
    ("write", "status", "key"),
    [
        (lambda workspace: workspace.read("news/2020-01-01-x/ru.md"), 404, "errors.no-file"),
        (lambda workspace: workspace.read("site.yaml/ru.md"), 404, "errors.no-file"),
        (lambda workspace: workspace.read("../secret.txt"), 403, "errors.path-name"),
        (lambda workspace: workspace.write("../secret.txt", "a", NEW), 403, "errors.path-name"),
        (lambda workspace: workspace.write("hook.py", "a", NEW), 403, "errors.path-kind"),
        (lambda workspace: workspace.write("a.md", "\ud800", NEW), 422, "errors.not-text"),
        (
            lambda workspace: workspace.write("a.md", "a" * (MAX_FILE_BYTES + 1), NEW),
            413,
            "errors.file-large",
        ),
        (lambda workspace: workspace.rename("news/none", "news/new"), 404, "errors.no-file"),
        (lambda workspace: workspace.rename("about", "summaries"), 409, "errors.taken"),
        (lambda workspace: workspace.rename("about", "../about"), 403, "errors.path-name"),
        (lambda workspace: workspace.rename("..", "about2"), 403, "errors.path-name"),
    ],
)
def test_what_cannot_be_done_is_refused(workspace: Workspace, write: object, status: int, key: str) -> None:
    assert callable(write)
    with pytest.raises(ApiError) as refused:
        write(workspace)
    assert (refused.value.status, refused.value.key) == (status, key)


def test_a_file_in_another_encoding_is_not_edited(workspace: Workspace, content: Path) -> None:
    (content / FILE).write_bytes("Текст".encode("cp1251"))
    with pytest.raises(ApiError) as refused:
        workspace.read(FILE)
    assert (refused.value.status, refused.value.key) == (422, "errors.not-utf8")


def test_an_item_is_deleted_with_its_folder_and_moved_as_a_whole(workspace: Workspace, content: Path) -> None:
    workspace.rename(ITEM, "news/2022-12-31-other")
    for language in ("ru", "en"):
        read = workspace.read(f"news/2022-12-31-other/{language}.md")
        workspace.delete(read.path, read.hash)
    assert not (content / "news" / "2022-12-31-other").exists()
    assert not (content / ITEM).exists()


def test_a_file_changed_elsewhere_is_not_deleted(workspace: Workspace, content: Path) -> None:
    with pytest.raises(ChangedElsewhereError):
        workspace.delete(FILE, content_hash(b"other"))
    assert (content / FILE).exists()


def test_a_link_put_in_the_way_is_not_followed(workspace: Workspace, content: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_bytes(b"secret")
    read = workspace.read(FILE)
    (content / FILE).unlink()
    (content / FILE).symlink_to(outside)
    with pytest.raises(ApiError):
        workspace.write(FILE, "a", read.hash)
    with pytest.raises(ApiError):
        workspace.read(FILE)
    assert outside.read_bytes() == b"secret"


def test_who_is_told_of_writing_is_told_of_acts_too(workspace: Workspace, content: Path) -> None:
    told: list[str] = []
    workspace.listeners.append(told.append)
    act = Act(
        files={"a.yaml": b"a: 1\n", FILE: None}, before={FILE: (content / FILE).read_bytes(), "a.yaml": None}
    )
    assert workspace.perform(act) == told == ["a.yaml", FILE]
    with pytest.raises(ContentError) as error:
        workspace.perform(act)
    assert {each.code for each in error.value.problems} == {"act-changed-elsewhere", "new-taken"}
    assert told == ["a.yaml", FILE]


def test_the_desk_does_acts_in_no_other_way() -> None:
    desk = ROOT / "plugins" / "editor" / "desk"
    texts = {file.name: file.read_text(encoding="utf-8") for file in desk.glob("*.py")}
    assert [name for name, text in texts.items() if "act.perform(" in text] == ["workspace.py"]
