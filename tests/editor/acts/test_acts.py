"""Every act on every kind of item, in one language and in two: files, pages, feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.effects import compare
from plugins.editor.acts.mend import Mending, MendKind, mend
from plugins.editor.acts.statuses import Outcome, Why, Words, end_hold, hold, restore, withdraw
from plugins.editor.translations import confirm_translations
from tests.building import build_options
from tests.editor.acts.places import ITEMS, NEWS, OTHER, newsroom_of, perform, room, stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import Newsroom
    from plugins.model.bundle import Bundle

LANGUAGES = (("ru",), ("ru", "en"))
SAID = {"ru": "Сказано", "en": "Said"}
TITLES = {"ru": "Линия", "en": "The line"}
WAS = {"ru": "с 9", "en": "from 9"}


def said(codes: tuple[str, ...]) -> dict[str, str]:
    return {code: SAID[code] for code in codes}


def was(codes: tuple[str, ...]) -> dict[str, str]:
    return {code: WAS[code] for code in codes}


ACTS: dict[str, tuple[Callable[..., Act], str, str]] = {
    "change": (
        lambda item, codes, place: mend(item, Mending(MendKind.CHANGE, notes=said(codes)), place),
        "published",
        "change",
    ),
    "correction": (
        lambda item, codes, place: mend(
            item, Mending(MendKind.CORRECTION, notes=said(codes), was=was(codes)), place
        ),
        "published",
        "correction",
    ),
    "hold": (lambda item, codes, place: hold(item, said(codes), place), "checking", "checking"),
    "outdated": (
        lambda item, codes, place: withdraw(item, Why.OUTDATED, Words(said(codes)), place),
        "obsolete",
        "obsolete",
    ),
    "wrong": (
        lambda item, codes, place: withdraw(item, Why.WRONG, Words(said(codes)), place),
        "withdrawn",
        "withdrawn",
    ),
    "merged": (
        lambda item, _codes, place: withdraw(item, Why.MERGED, Words(target=OTHER), place),
        "merged",
        "merged",
    ),
}
"""By act: how it is made, the status of the page after it, the kind of its entry in the corrections feed."""


@pytest.mark.parametrize("codes", LANGUAGES, ids=" ".join)
@pytest.mark.parametrize("kind", ITEMS)
def test_every_act_is_seen_on_the_page_and_once_in_the_feeds(
    kind: str, codes: tuple[str, ...], tmp_path: Path
) -> None:
    place = room(newsroom_of(tmp_path, kind, *codes))
    item, phrases = place.find(ITEMS[kind]), place.loaded.phrases
    for name, (make, status, entry) in ACTS.items():
        effects = compare(make(item, codes, place), place.options)
        pages = [page for page in effects.pages if page.url]
        assert (name, effects.errors) == (name, ())
        assert (name, [page.state for page in pages]) == (name, [status] * len(codes))
        notices = [each for each in effects.feeds if each.feed == "corrections"]
        titles = [phrases[code].text(f"feeds.{entry}_title", title=TITLES[code]) for code in codes]
        assert (name, [each.kind for each in notices]) == (name, ["new"] * len(codes))
        assert (name, [each.title for each in notices]) == (name, titles)
        if name in {"hold", "outdated", "wrong"}:
            assert all(SAID[page.language] in page.notice for page in pages)


def test_only_the_acts_own_lines_change(tmp_path: Path) -> None:
    content = newsroom_of(tmp_path, "news", "ru", "en")
    file = content / NEWS / "ru.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes().split(b"\r\n")
    place = room(content)
    for make, *_ in ACTS.values():
        after = make(place.find(NEWS), ("ru", "en"), place).files[f"{NEWS}/ru.md"] or b""
        lines = after.split(b"\r\n")
        assert after.startswith(b"\xef\xbb\xbf")
        assert b"\n" not in after.replace(b"\r\n", b"")
        assert [line for line in lines if line in before] == before
        assert 0 < len(lines) - len(before) <= 3


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize(
    ("outcome", "status", "entry"),
    [
        (Outcome.CONFIRMED, "published", "Проверено, всё верно: Линия"),
        (Outcome.CORRECTED, "published", "Исправление: Линия"),
        (Outcome.WITHDRAWN, "withdrawn", "Снято с публикации: Линия"),
    ],
)
def test_a_check_ends_in_one_of_three_ways_and_feeds_tell_it(
    outcome: Outcome, status: str, entry: str, kind: str, tmp_path: Path
) -> None:
    codes = ("ru", "en")
    content = newsroom_of(tmp_path, kind, *codes)
    place = room(content)
    perform(hold(place.find(ITEMS[kind]), {"ru": "число"}, place), content)
    stamp(content)
    place = room(content)
    item = place.find(ITEMS[kind])
    assert item.documents["en"].matter.status == "checking"
    texts = {} if outcome is Outcome.CONFIRMED else said(codes)
    act = end_hold(item, outcome, Words(texts, was(codes)), place)
    effects = compare(act, place.options)
    assert [page.state for page in effects.pages] == [status] * 2
    in_russian = [each for each in effects.feeds if (each.language, each.feed) == ("ru", "corrections")]
    assert [each.title for each in in_russian if each.kind == "new"] == [entry]
    matter = perform(act, content).find(ITEMS[kind]).primary.matter
    assert bool(matter.since) == bool(matter.reason) == (status == "withdrawn")


@pytest.mark.parametrize("why", ["outdated", "wrong", "merged"])
def test_a_withdrawal_can_be_taken_back_to_the_byte(why: str, tmp_path: Path) -> None:
    content = newsroom_of(tmp_path, "news", "ru", "en")
    before = (content / NEWS / "ru.md").read_bytes()
    place = room(content)
    place = perform(ACTS[why][0](place.find(NEWS), ("ru", "en"), place), content)
    undone = restore(place.find(NEWS), place)
    told = compare(undone, place.options).feeds
    assert {each.kind for each in told if each.feed == "corrections"} == {"gone"}
    perform(undone, content)
    assert (content / NEWS / "ru.md").read_bytes() == before


def test_an_act_leaves_a_translation_as_fresh_or_as_lagging_as_it_was(tmp_path: Path) -> None:
    content = newsroom_of(tmp_path, "news", "ru", "en")
    options = build_options(content)
    confirm_translations([NEWS], room(content).loaded.content.bundles, options)
    for name in ("change", "correction", "hold", "outdated"):
        place = room(content)
        item = place.find(NEWS)
        act = ACTS[name][0](item, ("ru", "en"), place)
        assert not any(code == "en" for code in compare(act, place.options).lagging), name


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda item, place: mend(item, Mending(MendKind.CHANGE), place), "act-no-text"),
        (lambda item, place: mend(item, Mending(MendKind.CORRECTION, notes=SAID), place), "act-no-was"),
        (lambda item, place: withdraw(item, Why.WRONG, Words(), place), "act-no-text"),
        (lambda item, place: withdraw(item, Why.MERGED, Words(target="news/x"), place), "act-no-target"),
        (lambda item, place: withdraw(item, Why.MERGED, Words(target=NEWS), place), "act-no-target"),
        (lambda item, place: end_hold(item, Outcome.CONFIRMED, Words(), place), "act-not-held"),
        (restore, "act-not-withdrawn"),
        (lambda item, place: hold(item, {"kk": "x"}, place), "act-no-language"),
    ],
)
def test_what_cannot_be_done_is_said(
    make: Callable[[Bundle, Newsroom], Act], code: str, tmp_path: Path
) -> None:
    place = room(newsroom_of(tmp_path, "news", "ru", "en"))
    with pytest.raises(ContentError) as caught:
        make(place.find(NEWS), place)
    assert [each.code for each in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("more", "code"), [("status: draft\n", "act-not-public"), ("status: withdrawn\nreason: x\n", "act-gone")]
)
def test_what_readers_do_not_see_needs_no_act(more: str, code: str, tmp_path: Path) -> None:
    place = room(newsroom_of(tmp_path, "page", "ru", more=more))
    with pytest.raises(ContentError) as caught:
        hold(place.find(ITEMS["page"]), {}, place)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    content = newsroom_of(tmp_path, "news", "ru", "en")
    place = room(content)
    act = hold(place.find(NEWS), {}, place)
    file = content / NEWS / "ru.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nЕщё.\n", encoding="utf-8")
    with pytest.raises(ContentError):
        act.perform(content)
    assert "checking" not in file.read_text(encoding="utf-8")
    place = room(content)
    assert hold(place.find(NEWS), {}, place).state != act.state


def test_looking_at_an_act_changes_no_file(tmp_path: Path) -> None:
    content = newsroom_of(tmp_path, "news", "ru", "en")
    before = {file: file.read_bytes() for file in content.rglob("*") if file.is_file()}
    place = room(content)
    for make, *_ in ACTS.values():
        compare(make(place.find(NEWS), ("ru", "en"), place), place.options)
    assert {file: file.read_bytes() for file in content.rglob("*") if file.is_file()} == before
