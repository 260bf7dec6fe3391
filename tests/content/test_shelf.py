"""The shelf gives back what was put on it, texts too, or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.shelf import Record, Shelf
from plugins.model.document import Document, FrontMatter
from plugins.model.lazy_text import Body, FileStore

if TYPE_CHECKING:
    from pathlib import Path

KEY, OTHER = b"k" * 32, b"o" * 32
STATE = (1, 2, 3, 4)
FILES = ("documents", "documents.bodies")


def record(name: str, html: str = "") -> Record:
    """A document with a text of its own."""
    body = Body(f"текст {name}", html or f"<p>текст {name}</p>")
    return STATE, Document(path=f"content/{name}/ru.md", matter=FrontMatter(title=name), body=body)


def filled(folder: Path, *names: str, key: bytes = KEY) -> None:
    """A shelf with these documents, kept."""
    shelf = Shelf(folder, key)
    for name in names:
        shelf.put(name, record(name))
    shelf.save(names)


def text(name: str) -> tuple[str, str]:
    """The text of a record, as typed and as HTML."""
    return f"текст {name}", f"<p>текст {name}</p>"


def texts(shelf: Shelf, *names: str) -> list[tuple[str, str]]:
    """What is known of these documents."""
    found = [shelf.get(name) for name in names]
    return [(known[1].source, known[1].html) for known in found if known]


def test_documents_come_back_with_their_texts(tmp_path: Path) -> None:
    filled(tmp_path, "a", "b")
    assert texts(Shelf(tmp_path, KEY), "a", "b") == [text("a"), text("b")]


def test_what_an_edit_brought_lies_over_the_base(tmp_path: Path) -> None:
    filled(tmp_path, "a", "b")
    base = (tmp_path / "documents").stat()
    shelf = Shelf(tmp_path, KEY)
    shelf.put("b", record("b", "<p>anders</p>"))
    shelf.save({"a", "b"})
    assert (tmp_path / "documents").stat() == base
    assert texts(Shelf(tmp_path, KEY), "a", "b") == [text("a"), ("текст b", "<p>anders</p>")]


@pytest.mark.parametrize("name", FILES)
def test_damage_to_either_file_leaves_nothing(tmp_path: Path, name: str) -> None:
    filled(tmp_path, "a")
    content = bytearray((tmp_path / name).read_bytes())
    content[-1] ^= 1
    (tmp_path / name).write_bytes(content)
    assert Shelf(tmp_path, KEY).get("a") is None


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_leaves_nothing(tmp_path: Path, name: str) -> None:
    filled(tmp_path, "a")
    (tmp_path / name).unlink()
    assert Shelf(tmp_path, KEY).get("a") is None


def test_texts_of_another_build_are_not_taken_for_these(tmp_path: Path) -> None:
    filled(tmp_path / "one", "a")
    filled(tmp_path / "other", "a")
    (tmp_path / "other" / FILES[1]).replace(tmp_path / "one" / FILES[1])
    assert Shelf(tmp_path / "one", KEY).get("a") is None


def test_a_shelf_in_use_keeps_its_texts_when_another_build_replaces_them(tmp_path: Path) -> None:
    filled(tmp_path, "a")
    shelf = Shelf(tmp_path, KEY)
    filled(tmp_path, "b", key=OTHER)
    assert texts(shelf, "a") == [text("a")]
    assert texts(Shelf(tmp_path, OTHER), "a", "b") == [text("b")]


def test_a_text_that_was_cut_short_is_told_and_never_shown(tmp_path: Path) -> None:
    filled(tmp_path, "a")
    shelf = Shelf(tmp_path, KEY)
    (tmp_path / FILES[1]).write_bytes(b"")
    with pytest.raises(OSError, match="shorter"):
        texts(shelf, "a")


def test_half_a_surrogate_pair_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(Body("\ud800", "<p>\udfff</p>").content)
    body = Body()
    body.settle(FileStore(tmp_path / "bytes"), "", (0, 3, 13))
    assert (body.source, body.html) == ("\ud800", "<p>\udfff</p>")


def test_equal_html_has_equal_digests_whatever_was_typed() -> None:
    assert Body("a", "<p>a</p>").digest == Body("a ", "<p>a</p>").digest != Body("a", "<p>b</p>").digest


def test_a_process_that_builds_again_has_the_shelf_still(tmp_path: Path) -> None:
    shelf = Shelf.of(tmp_path, KEY)
    for names in ("a", "ab", "abc"):
        shelf.put(names[-1], record(names[-1]))
        shelf.save(names)
        shelf.close()
        assert Shelf.of(tmp_path, KEY) is shelf
        # Another process finds all of it in the files.
        assert texts(Shelf(tmp_path, KEY), *names) == [text(name) for name in names]
    assert texts(shelf, "a", "b", "c") == [text("a"), text("b"), text("c")]


@pytest.mark.parametrize("file", [*FILES, "documents.recent"])
def test_it_takes_the_files_again_once_another_wrote_them(tmp_path: Path, file: str) -> None:
    filled(tmp_path, "a", "b")
    shelf = Shelf.of(tmp_path, KEY)
    (tmp_path / file).write_bytes(b"anything")
    assert Shelf.of(tmp_path, KEY) is not shelf


def test_a_shelf_under_another_key_is_another(tmp_path: Path) -> None:
    filled(tmp_path, "a")
    shelf = Shelf.of(tmp_path, KEY)
    assert Shelf.of(tmp_path, OTHER) is not shelf
    assert texts(Shelf.of(tmp_path, OTHER), "a") == []


def test_after_an_edit_a_document_that_went_stays_away(tmp_path: Path) -> None:
    shelf = Shelf.of(tmp_path, KEY)
    names = [f"{number}" for number in range(200)]
    for name in names:
        shelf.put(name, record(name))
    shelf.save(names)
    shelf.close()
    shelf.save(names[:50])
    shelf.close()
    for each in (shelf, Shelf(tmp_path, KEY)):
        assert each.get("0")
        assert each.get("199") is None
