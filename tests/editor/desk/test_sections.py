"""Sections of a translation stand beside the original's; each that lags can be confirmed by itself."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from plugins.editor.desk.sections import SectionState, SectionTexts, align
from plugins.markdown.reader import read_document
from plugins.model.document import section_hashes, text_sections
from tests.building import build_options, content_of, site_phrases

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.model.document import Document

HEAD = "---\ntitle: Title\n{}---\n"


def document(*sections: str, stored: str = "") -> Document:
    """A text of sections: words before the first heading, then `heading: words`."""
    first, *rest = sections
    body = [first, *(f"## {part.partition(': ')[0]}\n\n{part.partition(': ')[2]}" for part in rest)]
    head = HEAD.format(f"translated_from: {stored}\n" if stored else "")
    return read_document((head + "\n" + "\n\n".join(body) + "\n").encode(), "en.md", site_phrases("en"))


BEFORE = document("intro", "One: a", "Two: b")
SAME, CHANGED, NEW, REMOVED = "same", "changed", "new", "removed"


@pytest.mark.parametrize(
    ("now", "states"),
    [
        (BEFORE, [SAME, SAME, SAME, SAME]),
        (document("intro", "One: A, now", "Two: b"), [SAME, SAME, CHANGED, SAME]),
        (document("other", "One: a", "Two: B"), [SAME, CHANGED, SAME, CHANGED]),
        (document("intro", "One: a", "Then: n", "Two: b"), [SAME, SAME, SAME, NEW, SAME]),
        (document("intro", "Two: b"), [SAME, SAME, REMOVED, SAME]),
        (document("intro", "One: a", "Two: b", "Three: c"), [SAME, SAME, SAME, SAME, NEW]),
    ],
    ids=["nothing", "one", "two", "added", "removed", "appended"],
)
def test_confirming_each_section_that_lags_confirms_the_text(now: Document, states: list[str]) -> None:
    stored = section_hashes(BEFORE)
    old = {part.digest: part.text for part in text_sections(BEFORE)}
    pairs = align(now, document("intro", "One: a", "Two: b", stored=stored), old).pairs
    assert [pair.state for pair in pairs] == states
    for pair in pairs:
        if pair.state is not SectionState.SAME:
            assert bool(pair.old) == (pair.state is not SectionState.NEW)
            assert bool(pair.new) == (pair.state is not SectionState.REMOVED)
    for _ in states:
        lagging = [pair for pair in pairs if pair.state is not SectionState.SAME]
        if not lagging:
            break
        stored = lagging[0].confirmed
        pairs = align(now, document("intro", "One: a", "Two: b", stored=stored), old).pairs
    assert stored == section_hashes(now)


def test_a_translation_that_nobody_confirmed_is_confirmed_as_a_whole() -> None:
    found = align(BEFORE, document("intro", "One: a"), {})
    assert {pair.state for pair in found.pairs} == {SectionState.UNCONFIRMED}
    assert [pair.own.line if pair.own else 0 for pair in found.pairs] == [2, 3, 7, 0]
    assert found.confirmed == section_hashes(BEFORE)


def test_old_texts_are_those_that_were_seen_or_committed(tmp_path: Path) -> None:
    bundle = "news/2022-12-30-year-in-figures"
    content = content_of(tmp_path)
    options, phrases = build_options(content), {"ru": site_phrases("ru")}
    seen = document("seen")
    texts = SectionTexts(options, phrases, set())
    texts.remember(seen)
    committed = (content / bundle / "ru.md").read_bytes()
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@x", *command], cwd=content, check=True
        )
    (content / bundle / "ru.md").write_bytes(committed.replace("Первый".encode(), "Второй".encode()))
    old = [part.digest for part in text_sections(read_document(committed, "ru.md", phrases["ru"]))]
    digests = [*old, text_sections(seen)[1].digest, "00000000"]
    unknown: set[str] = set()
    found = SectionTexts(options, phrases, unknown).find(bundle, "ru", digests)
    assert found.keys() == {*digests} - {"00000000"}
    assert found[text_sections(seen)[1].digest].strip() == "seen"
    assert unknown == {"00000000"}
