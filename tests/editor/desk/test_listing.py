from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.content.ledger import write_ledger
from plugins.content.ledger_stamp import stamp_ledger
from plugins.content.load import load_site
from plugins.editor.desk.desk_texts import load_desk_texts
from plugins.editor.desk.item_search import ItemSearch
from plugins.editor.desk.listing import SHOWN_AS_ITEMS, ItemList, Lister, State
from plugins.editor.desk.loading import ContentLoader
from plugins.editor.translations import confirm_translations
from tests.building import NOW, ROOT, build_options, content_of

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2022-12-30-year-in-figures"
TEXT = "---\ntitle: {title}\nsummary: Коротко.\ntopics: [health]\n{keys}---\nТекст о ночных звонках.\n"


def item(title: str, keys: str = "") -> str:
    return TEXT.format(title=title, keys=keys)


FILES: dict[str, str | bytes] = {
    "news/2026-11-22-draft/ru.md": item("Черновик", "status: draft\n"),
    "news/2026-11-22-draft/en.md": item("Draft"),
    "news/2026-11-23-later/ru.md": item("Позже", 'time: "10:30"\n'),
    "news/2026-11-22-evening/ru.md": item("Вечером", 'time: "12:01"\n'),
    "news/2026-11-22-noon/ru.md": item("В полдень", 'time: "12:00"\n'),
    "news/2026-11-20-gone/ru.md": item("Снято", "status: withdrawn\nreason: Устарело\n"),
    "news/2026-11-17-doubted/ru.md": item("Под вопросом", "status: checking\nsince: 2026-11-20 10:00\n"),
    "news/2026-11-16-old/ru.md": item("Старое", "status: obsolete\nreason: Правила изменились\n"),
    "news/2026-11-15-merged/ru.md": item("Вошло", f"status: merged\nmerged_into: /{ITEM}/\n"),
    "news/2026-11-19-half/ru.md": item("Наполовину"),
    "news/2026-11-19-half/en.md": item("Half", "status: draft\n"),
    "news/2026-11-18-wrong/ru.md": item("С ошибкой", "titel: что это\n"),
    "faq/calling/old/ru.md": item("Давно?", "date: 2024-01-01\nreviewed: 2025-11-21\nowner: Отдел\n"),
    "faq/calling/fresh/ru.md": item("Недавно?", "date: 2024-01-01\nreviewed: 2025-11-23\n"),
}
STATES = {
    "about": State.PUBLISHED,
    ITEM: State.PUBLISHED,
    "news/2026-11-22-draft": State.DRAFT,
    "news/2026-11-23-later": State.SCHEDULED,
    "news/2026-11-22-evening": State.SCHEDULED,
    "news/2026-11-22-noon": State.PUBLISHED,
    "news/2026-11-20-gone": State.WITHDRAWN,
    "news/2026-11-17-doubted": State.CHECKING,
    "news/2026-11-16-old": State.OBSOLETE,
    "news/2026-11-15-merged": State.MERGED,
    "news/2026-11-19-half": State.PUBLISHED,
    "faq/calling/old": State.PUBLISHED,
}


def read(content: Path, now: dt.datetime = NOW) -> tuple[ContentLoader, ItemList]:
    loader = ContentLoader(lambda: build_options(content, now=now, preview=True))
    return loader, Lister().list(loader.load())


def release(content: Path) -> None:
    """Record that readers have what is there."""
    loaded = read(content)[0].load()
    write_ledger(stamp_ledger(loaded.result.content, replace(loaded.options, preview=False))[0], content)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = content_of(tmp_path_factory.mktemp("listed"), FILES)
    release(content)
    return content


@pytest.fixture(scope="module")
def listed(content: Path) -> ItemList:
    return read(content)[1]


def test_every_item_is_listed_in_its_state(listed: ItemList) -> None:
    states = {each.bundle: each.state for each in listed.items}
    assert {bundle: states[bundle] for bundle in STATES} == STATES


def test_an_item_is_scheduled_until_its_minute(content: Path) -> None:
    for moment, state in ((NOW.replace(minute=0), State.SCHEDULED), (NOW.replace(minute=1), State.READY)):
        states = {each.bundle: each.state for each in read(content, moment)[1].items}
        assert states["news/2026-11-22-evening"] is state


def test_the_state_changes_while_the_files_stay(content: Path) -> None:
    moments = iter((NOW, NOW, NOW + dt.timedelta(minutes=1)))
    loader = ContentLoader(lambda: build_options(content, now=next(moments), preview=True))
    lister = Lister()
    first, second, third = (lister.list(loader.load()) for _ in range(3))
    assert first.version == second.version != third.version
    states = {each.bundle: each.state for each in third.items}
    assert states["news/2026-11-22-evening"] is State.READY


def test_what_readers_never_had_is_not_called_published(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"faq/calling/old/ru.md": FILES["faq/calling/old/ru.md"]})
    assert {each.state for each in read(content)[1].items} == {State.READY}
    release(content)
    for name, keys in (("news/2026-11-21-new", ""), ("news/2026-11-20-draft", "status: draft\n")):
        (content / name).mkdir()
        (content / name / "ru.md").write_text(item("Новое", keys), encoding="utf-8")
    states = {each.bundle: each.state for each in read(content)[1].items}
    assert states.pop("news/2026-11-21-new") is State.READY
    assert states.pop("news/2026-11-20-draft") is State.DRAFT
    assert {*states.values()} == {State.PUBLISHED}


def test_languages_are_marked_by_what_they_lack(listed: ItemList) -> None:
    found = {each.bundle: each for each in listed.items}
    assert found["news/2026-11-20-gone"].missing == ("en",)
    assert found["news/2026-11-19-half"].versions["en"].draft
    assert not found["news/2026-11-19-half"].versions["ru"].draft
    assert found["news/2026-11-18-wrong"].versions["ru"].errors > 0
    assert found[ITEM].versions["ru"].errors == 0
    assert found[ITEM].topics == ("health",)


def test_answers_are_due_for_review_after_a_year(listed: ItemList) -> None:
    found = {each.bundle: each for each in listed.items}
    assert found["faq/calling/old"].review_due
    assert found["faq/calling/old"].owner == "Отдел"
    assert not found["faq/calling/fresh"].review_due
    assert not found["news/2026-11-20-gone"].review_due


def test_a_lagging_translation_names_the_sections_that_changed(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    loader, _ = read(content)
    loaded = loader.load()
    confirm_translations([ITEM], loaded.result.content.bundles, loaded.options)
    file = content / ITEM / "ru.md"
    file.write_text(file.read_text(encoding="utf-8").replace("- одно", "- одно и ещё одно"), encoding="utf-8")
    found = {each.bundle: each for each in Lister().list(loader.load()).items}
    assert found[ITEM].versions["en"].lagging == ("Что известно",)
    assert found[ITEM].versions["ru"].lagging == ()


def test_tasks_that_belong_to_no_state_are_listed_beside(listed: ItemList) -> None:
    assert {each.title for each in listed.tasks["incomplete"]} >= {"Вечером", "Позже"}
    assert not listed.tasks.keys() & SHOWN_AS_ITEMS


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ночными звонками", True),
        ("НОЧНЫЕ звонки", True),
        ("Вечером", True),
        ("2026-11-22-evening", True),
        ("звонков вечером", True),
        ("утренних звонков", False),
        ("", False),
        ("…", False),
    ],
)
def test_items_are_found_by_words_in_any_form(content: Path, words: str, found: object) -> None:
    result = read(content)[0].load().result
    names = ItemSearch(ROOT / "theme").find(words, result.content.bundles, result.phrases)
    assert ("news/2026-11-22-evening" in names) is found


def test_a_changed_file_is_read_again_and_an_unchanged_folder_is_not(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    loader, _ = read(content)
    first = loader.load()
    assert loader.load().result is first.result
    (content / "news" / "2026-11-22-new").mkdir()
    (content / "news" / "2026-11-22-new" / "ru.md").write_text(item("Новое"), encoding="utf-8")
    assert "news/2026-11-22-new" in loader.load().result.content.bundles


def test_an_item_that_did_not_appear_in_its_time_is_told(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    release(content)
    late = content / "news" / "2026-11-22-late"
    late.mkdir()
    (late / "ru.md").write_text(item("Опоздало", 'time: "11:30"\n'), encoding="utf-8")
    states = {each.bundle: each.state for each in read(content)[1].items}
    assert states["news/2026-11-22-late"] is State.FAILED
    assert states[ITEM] is State.PUBLISHED


def test_every_state_and_every_kind_of_task_has_its_words(listed: ItemList) -> None:
    words = load_desk_texts("en").entries
    assert all(f"list.state-{state}" in words for state in State)
    assert all(f"list.task-{kind}" in words for kind in listed.tasks)


def test_threads_that_read_one_folder_at_once_get_the_same(content: Path) -> None:
    options = build_options(content, preview=True)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: load_site(options), range(16)))
    texts = {tuple(document.source for document in result.documents) for result in results}
    assert len(texts) == 1
    assert len({result.problems for result in results}) == 1
