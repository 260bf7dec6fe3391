"""An item gets another address, and all that knew the former one; one that nobody has had is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.effects import compare
from plugins.editor.acts.move_delete import address_start, delete, is_deletable, move
from tests.editor.acts.sample_content import (
    ITEMS,
    NEWS,
    OTHER,
    content_with,
    document,
    load_context,
    perform,
)

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = {
    "news": "news/2026-11-22-fresh",
    "faq": "faq/calling/fresh",
    "summary": "summaries/2024",
    "page": "about/fresh",
}
MOVABLE = ("news", "faq", "page")


def with_draft(folder: Path, kind: str) -> Path:
    """A released site with a draft of a kind, which has a picture."""
    content = content_with(folder, "news", "ru", "en")
    (content / DRAFT[kind]).mkdir(parents=True)
    for code in ("ru", "en"):
        text = document(kind, code, "status: draft\n")
        (content / DRAFT[kind] / f"{code}.md").write_text(text, encoding="utf-8")
    (content / DRAFT[kind] / "spare.jpg").write_bytes(b"a picture")
    return content


@pytest.mark.parametrize("kind", MOVABLE)
def test_a_released_item_keeps_its_identity_and_its_former_address(kind: str, tmp_path: Path) -> None:
    content = content_with(tmp_path, kind, "ru", "en")
    old = ITEMS[kind]
    anchor = f"/faq/calling/#{old.rpartition('/')[2]}" if kind == "faq" else f"/{old}/"
    for linking in (content / OTHER / "ru.md", content / OTHER / "en.md"):
        text = linking.read_text(encoding="utf-8")
        linking.write_text(f"{text}\n[*]({anchor}).\n", encoding="utf-8")
    context = load_context(content)
    before = context.find(old)
    act = move(before, "renamed", context)
    effects = compare(act, context.options)
    assert effects.errors == ()
    assert not [each for each in effects.feeds if each.kind in {"new", "gone"}]
    new = f"{address_start(before)}renamed"
    after = perform(act, content)
    moved = after.find(new)
    assert (moved.identity, moved.published) == (before.identity, before.published)
    assert moved.primary.matter.moved_from == (old,)
    assert not (content / old).exists()
    again = perform(move(moved, "once-more", after), content).find(f"{address_start(before)}once-more")
    assert again.primary.matter.moved_from == (old, new)
    assert again.identity == before.identity


def test_what_is_part_of_a_moved_item_is_part_of_it_still(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    for code in ("ru", "en"):
        more = f"status: merged\nmerged_into: {NEWS}\n" if code == "ru" else ""
        (content / OTHER / f"{code}.md").write_text(document("news", code, more), encoding="utf-8")
    context = load_context(content)
    act = move(context.find(NEWS), "renamed", context)
    assert compare(act, context.options).errors == ()
    assert perform(act, content).find(OTHER).merged_into == "news/2026-11-10-renamed"


@pytest.mark.parametrize("kind", ["news"])
def test_a_draft_that_nobody_has_had_leaves_no_former_address(kind: str, tmp_path: Path) -> None:
    content = with_draft(tmp_path, kind)
    context = load_context(content)
    act = move(context.find(DRAFT[kind]), "renamed", context)
    after = perform(act, content)
    moved = after.find("news/2026-11-22-renamed")
    assert moved.primary.matter.moved_from == ()
    assert (content / moved.name / "spare.jpg").is_file()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Item", "act-bad-name"),
        ("новый", "act-bad-name"),
        ("../x", "act-bad-name"),
        ("a--b", "act-bad-name"),
        ("", "act-bad-name"),
        ("item", "new-taken"),
        ("taken", "new-taken"),
    ],
)
def test_an_address_that_cannot_be_is_refused(name: str, code: str, tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    (content / "news/2026-11-10-taken").mkdir()
    context = load_context(content)
    with pytest.raises(ContentError) as refused:
        move(context.find(NEWS), name, context)
    assert [each.code for each in refused.value.problems] == [code]


def test_a_summary_stays_at_its_year(tmp_path: Path) -> None:
    content = content_with(tmp_path, "summary", "ru", "en")
    context = load_context(content)
    with pytest.raises(ContentError):
        move(context.find(ITEMS["summary"]), "renamed", context)


@pytest.mark.parametrize("kind", DRAFT)
def test_a_draft_is_deleted_with_all_that_is_in_its_folder(kind: str, tmp_path: Path) -> None:
    content = with_draft(tmp_path, kind)
    context = load_context(content)
    act = delete(context.find(DRAFT[kind]), context)
    effects = compare(act, context.options)
    assert (effects.errors, effects.feeds) == ((), ())
    after = perform(act, content)
    assert not (content / DRAFT[kind]).exists()
    assert (content / OTHER).is_dir()
    assert DRAFT[kind] not in after.loaded.content.bundles


@pytest.mark.parametrize("kind", ITEMS)
def test_what_readers_have_had_is_not_deleted(kind: str, tmp_path: Path) -> None:
    content = content_with(tmp_path, kind, "ru", "en")
    context = load_context(content)
    bundle = context.find(ITEMS[kind])
    assert not is_deletable(bundle, context)
    with pytest.raises(ContentError) as refused:
        delete(bundle, context)
    assert [each.code for each in refused.value.problems] == ["act-known"]
    if kind in {"news", "summary"}:
        file = content / ITEMS[kind] / "ru.md"
        file.write_text(document(kind, "ru", "status: draft\n"), encoding="utf-8")
        context = load_context(content)
        assert not is_deletable(context.find(ITEMS[kind]), context), "the ledger knows it"


def test_an_item_with_other_items_within_is_not_deleted(tmp_path: Path) -> None:
    content = with_draft(tmp_path, "page")
    (content / DRAFT["page"] / "inner").mkdir()
    context = load_context(content)
    with pytest.raises(ContentError) as refused:
        delete(context.find(DRAFT["page"]), context)
    assert [each.code for each in refused.value.problems] == ["act-folders-within"]


def test_nothing_is_deleted_that_was_changed_since_it_was_looked_at(tmp_path: Path) -> None:
    content = with_draft(tmp_path, "news")
    context = load_context(content)
    act = delete(context.find(DRAFT["news"]), context)
    file = content / DRAFT["news"] / "en.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    with pytest.raises(ContentError):
        perform(act, content)
    assert (content / DRAFT["news"] / "ru.md").is_file()
