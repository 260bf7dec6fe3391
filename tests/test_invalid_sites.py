"""Every error has a broken site: a folder laid over the valid one, and beside it what an editor is told.

`python -m tests.test_invalid_sites` writes what is told now; read the difference before you keep it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from plugins.diagnostics.problem import ContentError, message_languages
from tests.building import NOW, ROOT, content_of, inv, read

SITES = ROOT / "tests" / "invalid_sites"
NAMES = sorted(site.name for site in SITES.iterdir() if site.is_dir())
ITEM = "news/2023-01-31-item/ru.md"
HEAD = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n---\n\n"


def told(name: str, folder: Path) -> str:
    """What editors are told of a broken site, in each of their languages."""
    content = content_of(folder)
    shutil.copytree(SITES / name, content, dirs_exist_ok=True)
    with pytest.raises(ContentError) as caught:
        read(content)
    problems = caught.value.problems
    return "".join(f"{found.format(language)}\n" for language in message_languages() for found in problems)


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_site_is_told_with_file_line_and_remedy_in_every_language(name: str, tmp_path: Path) -> None:
    assert told(name, tmp_path) == (SITES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param({ITEM: HEAD + "а" * 5_000_000}, "ru.md:1: ", id="5 MB of one line"),
        pytest.param({ITEM: b"\xff\xfe\x00\x00"}, "ru.md:1: the file is not saved as UTF-8", id="UTF-16"),
    ],
)
def test_what_no_editor_types_is_told_as_plainly(
    files: dict[str, str | bytes], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(ContentError, match=problem):
        read(content_of(tmp_path, files))


@pytest.mark.parametrize("target", ["/etc/passwd", "../../outside.md"])
def test_a_symbolic_link_is_never_followed(target: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    (tmp_path / "outside.md").write_text(HEAD, encoding="utf-8")
    (content / ITEM).parent.mkdir()
    (content / ITEM).symlink_to(target)
    with pytest.raises(
        ContentError, match=r"ru\.md:1: this is a folder, a link to another place, or no ordinary file"
    ):
        read(content)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"\xef\xbb\xbf" + HEAD.encode() + b"Text.\n", id="a byte order mark"),
        pytest.param(HEAD.replace("\n", "\r\n").encode() + b"Text.\r\n", id="Windows line ends"),
    ],
)
def test_what_is_harmless_is_accepted(text: bytes, tmp_path: Path) -> None:
    russian, _english = read(content_of(tmp_path, {ITEM: text})).editions
    assert russian.news[0].title == "Новость"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    content = content_of(tmp_path, {ITEM: HEAD})
    os.truncate(content / ITEM, 0)
    with pytest.raises(ContentError, match=r"ru\.md:1: the file is empty"):
        read(content)


def test_a_build_of_wrong_content_ends_with_1_and_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    content, output = content_of(tmp_path), tmp_path / "output"
    arguments = ("build", "--content", content, "--output", output, "--now", NOW.isoformat())
    assert inv(*arguments).returncode == 0
    before = {path: path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}
    shutil.copytree(SITES / "many-at-once", content, dirs_exist_ok=True)
    failed = inv(*arguments, "--lang", "ru")
    assert failed.returncode == 1
    assert "content/news/2023-01-31-item/ru.md:2: ключа «titel» нет." in failed.stderr
    assert before == {path: path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


if __name__ == "__main__":
    for site in NAMES:
        with tempfile.TemporaryDirectory() as scratch:
            (SITES / f"{site}.txt").write_text(told(site, Path(scratch)), encoding="utf-8")
