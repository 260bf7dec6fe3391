"""The document cache gives back documents with their texts, or nothing; a lost text is converted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.build.cache import FILE, BuildCache
from plugins.build.parallel import parallel_map
from plugins.content.documents import DOCUMENTS, DocumentCache
from plugins.diagnostics.problem import ContentError
from plugins.model.document import Document, FrontMatter
from plugins.model.text import LazyText
from tests.build.damage import alter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY, OTHER = b"k" * 32, b"o" * 32
STATE = (1, 2, 3, 4)


def document(name: str, html: str = "") -> Document:
    """A document with a text of its own."""
    body = LazyText(f"текст {name}", html or f"<p>текст {name}</p>")
    return Document(path=name, matter=FrontMatter(title=name), body=body, digest=f"digest of {name}{html!a}")


def put(cache: DocumentCache, name: str, html: str = "") -> None:
    made = document(name, html)
    cache.add(name, DOCUMENTS.encode((STATE, made)), made.body.load())


def filled(folder: Path, *names: str, key: bytes = KEY) -> None:
    """A cache with these documents, saved."""
    cache = DocumentCache(BuildCache(folder), "s", key)
    for name in names:
        put(cache, name)
    cache.save(names)


def text(name: str) -> tuple[str, str]:
    """The text of a document, as typed and as HTML."""
    return f"текст {name}", f"<p>текст {name}</p>"


def texts(cache: DocumentCache, *names: str) -> list[tuple[str, str]]:
    """What is known of these documents."""
    found = [cache.get(name) for name in names]
    return [(known[1].source, known[1].html) for known in found if known]


def test_documents_come_back_with_their_texts(tmp_path: Path) -> None:
    filled(tmp_path, "a", "b")
    cache = DocumentCache(BuildCache(tmp_path), "s", KEY)
    assert cache["a"] == (STATE, document("a"))
    assert texts(cache, "a", "b") == [text("a"), text("b")]


def test_what_an_edit_brought_replaces_the_document(tmp_path: Path) -> None:
    filled(tmp_path, "a", "b")
    cache = DocumentCache(BuildCache(tmp_path), "s", KEY)
    put(cache, "b", "<p>anders</p>")
    cache.save({"a", "b"})
    for each in (cache, DocumentCache(BuildCache(tmp_path), "s", KEY)):
        assert texts(each, "a", "b") == [text("a"), ("текст b", "<p>anders</p>")]


def test_a_document_that_went_stays_away(tmp_path: Path) -> None:
    filled(tmp_path, "a", "b")
    cache = DocumentCache(BuildCache(tmp_path), "s", KEY)
    cache.save({"a"})
    for each in (cache, DocumentCache(BuildCache(tmp_path), "s", KEY)):
        assert (each.get("b"), texts(each, "a")) == (None, [text("a")])


@pytest.mark.parametrize(("scope", "key"), [("t", KEY), ("s", OTHER)])
def test_under_another_scope_or_key_there_is_nothing(tmp_path: Path, scope: str, key: bytes) -> None:
    filled(tmp_path, "a")
    assert DocumentCache(BuildCache(tmp_path), scope, key).get("a") is None


LOSSES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "gone": lambda file: alter(file, "DELETE FROM entries WHERE kind = 'texts'"),
    "of another file": lambda file: alter(file, "UPDATE entries SET name = 'b' WHERE kind = 'texts'"),
    "damaged": lambda file: alter(file, "UPDATE entries SET value = x'00' WHERE kind = 'texts'"),
    "database damaged": lambda file: file.write_bytes(file.read_bytes()[:100]),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_lost_text_is_converted_again(tmp_path: Path, loss: str) -> None:
    filled(tmp_path, "a")
    build_cache = BuildCache(tmp_path)
    cache = DocumentCache(build_cache, "s", KEY)
    cache.convert = document
    build_cache.close()  # as before every fork
    LOSSES[loss](tmp_path / FILE)
    assert texts(cache, "a") == [text("a")]
    assert list(parallel_map(lambda _: texts(cache, "a"), range(8), chunksize=1)) == [[text("a")]] * 8


def test_a_lost_text_whose_file_has_changed_is_a_problem(tmp_path: Path) -> None:
    filled(tmp_path, "a")
    cache = DocumentCache(BuildCache(tmp_path), "s", KEY)
    cache.convert = lambda name: document(name, "<p>new</p>")
    LOSSES["gone"](tmp_path / FILE)
    with pytest.raises(ContentError, match="while the site was being built"):
        texts(cache, "a")


def test_a_text_that_another_build_has_replaced_is_not_taken_for_this_one(tmp_path: Path) -> None:
    filled(tmp_path, "a")
    cache = DocumentCache(BuildCache(tmp_path), "s", KEY)
    cache.convert = document
    other = DocumentCache(BuildCache(tmp_path), "s", KEY)
    put(other, "a", "<p>new</p>")
    other.save({"a"})
    assert texts(cache, "a") == [text("a")]


def test_half_a_surrogate_pair_is_kept_too(tmp_path: Path) -> None:
    cache = DocumentCache(BuildCache(tmp_path), "s", KEY)
    put(cache, "a", "<p>\udfff</p>")
    cache.save({"a"})
    assert DocumentCache(BuildCache(tmp_path), "s", KEY)["a"][1].html == "<p>\udfff</p>"


def test_equal_html_has_equal_digests_whatever_was_typed() -> None:
    one, same, other = LazyText("a", "<p>a</p>"), LazyText("a ", "<p>a</p>"), LazyText("a", "<p>b</p>")
    assert one.digest == same.digest != other.digest


def test_a_process_that_builds_again_holds_its_documents(tmp_path: Path) -> None:
    cache = DocumentCache.open(tmp_path, "s", KEY)
    for names in ("a", "ab", "abc"):
        put(cache, names[-1])
        cache.save(names)
        assert DocumentCache.open(tmp_path, "s", KEY) is cache
        # Another process finds all of it.
        assert texts(DocumentCache(BuildCache(tmp_path), "s", KEY), *names) == [text(name) for name in names]
    assert texts(cache, "a", "b", "c") == [text("a"), text("b"), text("c")]


def test_it_loads_them_again_once_another_build_has_stored_some(tmp_path: Path) -> None:
    filled(tmp_path, "a")
    cache = DocumentCache.open(tmp_path, "s", KEY)
    filled(tmp_path, "a", "b")
    again = DocumentCache.open(tmp_path, "s", KEY)
    assert (again is not cache, texts(again, "b")) == (True, [text("b")])
    assert DocumentCache.open(tmp_path, "s", OTHER) is not again
    (tmp_path / FILE).unlink()
    assert DocumentCache.open(tmp_path, "s", OTHER).get("a") is None
