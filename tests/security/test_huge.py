"""Huge inputs are rejected in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.building import ROOT, content_of, read

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\ntitle: Новость {0}\nsummary: Коротко {0}.\ntopics: [health]\n---\n\nТекст {0}.\n"
MEMORY = 1_500_000_000
"""Bytes of address space that a rejection may use."""
BOUNDED = """
import resource, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_CPU, (240, 240))
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from plugins.diagnostics.problem import ContentError
from tests.building import read

try:
    print(len(read(Path(sys.argv[1])).bundles))
except ContentError as error:
    print(*sorted({{problem.code for problem in error.problems}}), len(error.problems))
"""


def read_bounded(content: Path) -> str:
    """What reading a folder ends with, under limits of the system."""
    command = [sys.executable, "-c", BOUNDED.format(memory=MEMORY), str(content)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr[-1000:])
    return done.stdout.strip()


def test_thousands_of_items_are_read_within_the_limits(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    for number in range(3_000):
        folder = content / "news" / f"2023-01-{number % 28 + 1:02d}-item-{number}"
        folder.mkdir()
        (folder / "ru.md").write_text(HEAD.format(number), encoding="utf-8")
    assert int(read_bounded(content)) > 3_000


def test_each_of_thousands_of_empty_files_is_reported(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    for number in range(5_000):
        folder = content / "news" / f"2023-01-01-item-{number}"
        folder.mkdir()
        (folder / "ru.md").touch()
    assert read_bounded(content) == "file-empty 5000"


@pytest.mark.parametrize(
    "name", ["news/2023-01-01-huge/ru.md", "topics.yaml", "alert.yaml", "figures/huge.yaml"]
)
def test_a_file_of_a_terabyte_is_not_read(name: str, tmp_path: Path) -> None:
    content = content_of(tmp_path, {name: "---\n"})
    with (content / name).open("r+b") as file:
        file.truncate(1 << 40)
    assert "file-too-large" in read_bounded(content)


def test_a_picture_of_a_terabyte_is_not_read(tmp_path: Path) -> None:
    text = HEAD.format(1) + "\n![Зал](a.jpg)\n"
    content = content_of(
        tmp_path, {"news/2023-01-01-huge/ru.md": text, "news/2023-01-01-huge/a.jpg": b"\xff\xd8"}
    )
    with (content / "news/2023-01-01-huge/a.jpg").open("r+b") as file:
        file.truncate(1 << 40)
    assert "picture-too-heavy" in read_bounded(content)


def test_too_deep_folders_are_an_error(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"/".join(["about", *"a" * 300, "ru.md"]): HEAD.format(1)})
    assert "folder-too-deep" in read_bounded(content)


def test_thousands_of_unknown_keys_and_topics_are_reported(tmp_path: Path) -> None:
    keys = "".join(f"k{number}x: 1\n" for number in range(5_000))
    topics = "topics:\n" + "- a\n" * 20_000
    content = content_of(tmp_path, {"news/2023-01-01-huge/ru.md": f"---\ntitle: a\n{topics}{keys}---\n\nx\n"})
    assert "key-unknown" in read_bounded(content)


def test_the_valid_site_is_read_under_the_same_limits(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    assert int(read_bounded(content)) == len(read(content).bundles)
