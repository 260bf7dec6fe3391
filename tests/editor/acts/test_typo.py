"""A mended typo: no note, no date, no entry in a feed, and no translation lags for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.effects import compare
from plugins.editor.acts.mend import Mending, MendKind, mend, replace_words
from plugins.editor.translations import confirm_translations
from tests.building import NOW, build_options
from tests.editor.acts.sample_content import ITEMS, content_with, load_context, perform, stamp

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.model.edition import Item


def mended(content: Path, item: str, old: str, new: str, code: str = "ru") -> Act:
    file = content / item / f"{code}.md"
    context = load_context(content)
    files = {code: replace_words(file.read_bytes(), old, new, "x")}
    return mend(context.find(item), Mending(MendKind.TYPO, files), context)


@pytest.mark.parametrize("codes", [("ru",), ("ru", "en")], ids=" ".join)
@pytest.mark.parametrize("kind", ITEMS)
def test_nobody_is_told_and_nothing_lags(kind: str, codes: tuple[str, ...], tmp_path: Path) -> None:
    content, item = content_with(tmp_path, kind, *codes), ITEMS[kind]
    confirm_translations([item], load_context(content).loaded.content.bundles, build_options(content))
    stamp(content)
    before = load_context(content)
    for old, new in (("Позвоните.", "Позвониите."), ('"Линия."', '"Линяя."'), ("Где\n", "Гдее\n")):
        act = mended(content, item, old, new)
        effects = compare(act, before.options)
        assert {each.kind for each in effects.feeds} <= {"silent"}
        assert effects.lagging == ()
        after = perform(act, content)
        assert new in (content / item / "ru.md").read_text(encoding="utf-8")
        assert changes(after) == changes(before)
        records = after.loaded.content.ledger.items
        stamp(content, NOW)
        assert load_context(content).loaded.content.ledger.items == records
        found, known = (shown(each, item) for each in (after, before))
        assert (found.changed, found.notes) == (known.changed, ())


def changes(context: ActContext) -> dict[tuple[str, str], object]:
    """The moments of change of all items in the ledger."""
    return {key: each.changed for key, each in context.loaded.content.ledger.items.items()}


def shown(context: ActContext, bundle: str) -> Item:
    """An item as readers of the first language see it."""
    return next(each for each in context.loaded.content.editions[0].items if each.bundle == bundle)


def test_a_section_that_lagged_lags_still_and_no_other(tmp_path: Path) -> None:
    content, item = content_with(tmp_path, "news", "ru", "en"), ITEMS["news"]
    confirm_translations([item], load_context(content).loaded.content.bundles, build_options(content))
    file = content / item / "ru.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Везде.", "Везде и всюду."), encoding="utf-8")
    stamp(content)
    for old, new in (("Позвоните.", "Позвониите."), ("Везде и всюду.", "Вездее и всюду.")):
        after = perform(mended(content, item, old, new), content)
        lagging = after.find(item).changed_since_translated("en")
        assert [section.heading for section in lagging] == ["Где"]


def test_a_typo_in_the_translation_leaves_its_original_alone(tmp_path: Path) -> None:
    content, item = content_with(tmp_path, "news", "ru", "en"), ITEMS["news"]
    before = (content / item / "ru.md").read_bytes()
    act = mended(content, item, "Everywhere.", "Everywhhere.", "en")
    assert {each.language for each in compare(act, load_context(content).options).feeds} == {"en"}
    perform(act, content)
    assert (content / item / "ru.md").read_bytes() == before


def test_what_is_no_typo_is_refused(tmp_path: Path) -> None:
    content, item = content_with(tmp_path, "news", "ru", "en"), ITEMS["news"]
    confirm_translations([item], load_context(content).loaded.content.bundles, build_options(content))
    for old, new, code in (
        ("с 8 часов", "с 9 часов", "act-typo-facts"),
        ("Позвоните.", "[Позвоните](/about/).", "act-typo-facts"),
        ("Позвоните.", "Звоните {figure}a.b.", "act-typo-facts"),
        ("## Где", "Где", "act-typo-sections"),
        ("Позвоните.", "Позвоните.\n\n## Как\n\nТак.", "act-typo-sections"),
    ):
        with pytest.raises(ContentError) as caught:
            mended(content, item, old, new)
        assert [each.code for each in caught.value.problems] == [code]


def test_an_edit_that_was_not_released_yet_is_still_told(tmp_path: Path) -> None:
    content, item = content_with(tmp_path, "news", "ru"), ITEMS["news"]
    file = content / item / "ru.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Везде.", "Нигде."), encoding="utf-8")
    act = mended(content, item, "Позвоните.", "Позвониите.")
    assert "ledger.jsonl" not in act.files
