"""Every act on every kind of item, in one language and in two: files, pages, feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.act_commands import Common, run_withdraw
from plugins.editor.acts.effects import compare
from plugins.editor.acts.mend import Mending, MendKind, mend
from plugins.editor.acts.statuses import Outcome, Why, Words, end_hold, hold, restore, withdraw
from plugins.editor.translations import confirm_translations
from tests.building import build_options
from tests.editor.acts.sample_content import (
    ITEMS,
    NEWS,
    OTHER,
    content_with,
    document,
    load_context,
    perform,
    stamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
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
        lambda item, codes, context: mend(item, Mending(MendKind.CHANGE, notes=said(codes)), context),
        "published",
        "change",
    ),
    "correction": (
        lambda item, codes, context: mend(
            item, Mending(MendKind.CORRECTION, notes=said(codes), was=was(codes)), context
        ),
        "published",
        "correction",
    ),
    "hold": (lambda item, codes, context: hold(item, said(codes), context), "checking", "checking"),
    "outdated": (
        lambda item, codes, context: withdraw(item, Why.OUTDATED, Words(said(codes)), context),
        "obsolete",
        "obsolete",
    ),
    "wrong": (
        lambda item, codes, context: withdraw(item, Why.WRONG, Words(said(codes)), context),
        "withdrawn",
        "withdrawn",
    ),
    "merged": (
        lambda item, _codes, context: withdraw(item, Why.MERGED, Words(target=OTHER), context),
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
    context = load_context(content_with(tmp_path, kind, *codes))
    item, phrases = context.find(ITEMS[kind]), context.loaded.phrases
    for name, (make, status, entry) in ACTS.items():
        effects = compare(make(item, codes, context), context.options)
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
    content = content_with(tmp_path, "news", "ru", "en")
    file = content / NEWS / "ru.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes().split(b"\r\n")
    context = load_context(content)
    for make, *_ in ACTS.values():
        after = make(context.find(NEWS), ("ru", "en"), context).files[f"{NEWS}/ru.md"] or b""
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
    content = content_with(tmp_path, kind, *codes)
    context = load_context(content)
    perform(hold(context.find(ITEMS[kind]), {"ru": "число"}, context), content)
    stamp(content)
    context = load_context(content)
    item = context.find(ITEMS[kind])
    assert item.documents["en"].matter.status == "checking"
    texts = {} if outcome is Outcome.CONFIRMED else said(codes)
    act = end_hold(item, outcome, Words(texts, was(codes)), context)
    effects = compare(act, context.options)
    assert [page.state for page in effects.pages] == [status] * 2
    in_russian = [each for each in effects.feeds if (each.language, each.feed) == ("ru", "corrections")]
    assert [each.title for each in in_russian if each.kind == "new"] == [entry]
    matter = perform(act, content).find(ITEMS[kind]).primary.matter
    assert bool(matter.since) == bool(matter.reason) == (status == "withdrawn")


@pytest.mark.parametrize("why", ["outdated", "wrong", "merged"])
def test_a_withdrawal_can_be_taken_back_to_the_byte(why: str, tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    before = (content / NEWS / "ru.md").read_bytes()
    context = load_context(content)
    context = perform(ACTS[why][0](context.find(NEWS), ("ru", "en"), context), content)
    undone = restore(context.find(NEWS), context)
    told = compare(undone, context.options).feeds
    assert {each.kind for each in told if each.feed == "corrections"} == {"gone"}
    perform(undone, content)
    assert (content / NEWS / "ru.md").read_bytes() == before


LATER: dict[str, tuple[Callable[..., Act], Callable[[Bundle, ActContext], Act]]] = {
    "wrong": (ACTS["wrong"][0], restore),
    "merged": (ACTS["merged"][0], restore),
    "hold": (ACTS["hold"][0], lambda item, context: end_hold(item, Outcome.CONFIRMED, Words(), context)),
    "outdated": (ACTS["outdated"][0], restore),
}
"""Acts that give an item a status, and what takes each back."""


@pytest.mark.parametrize("codes", LANGUAGES, ids=" ".join)
@pytest.mark.parametrize(
    ("first", "second"), [(one, two) for one in ("hold", "outdated") for two in LATER if one != two]
)
def test_an_item_has_again_the_status_that_it_had_before(
    first: str, second: str, codes: tuple[str, ...], tmp_path: Path
) -> None:
    content = content_with(tmp_path, "news", *codes)
    context = load_context(content)
    context = perform(ACTS[first][0](context.find(NEWS), codes, context), content)
    before = {code: each.matter for code, each in context.find(NEWS).documents.items()}
    make, undo = LATER[second]
    context = perform(make(context.find(NEWS), codes, context), content)
    assert context.find(NEWS).primary.matter.status != before["ru"].status
    context = perform(undo(context.find(NEWS), context), content)
    for code, each in context.find(NEWS).documents.items():
        for key in ("status", "reason", "since", "earlier_statuses"):
            assert (code, getattr(each.matter, key)) == (code, getattr(before[code], key))
    context = perform(LATER[first][1](context.find(NEWS), context), content)
    assert context.find(NEWS).primary.matter.status is None


def test_three_statuses_are_taken_back_one_by_one_though_a_translation_came_later(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru")
    steps = ("outdated", "hold", "wrong")
    for name in steps:
        context = load_context(content)
        perform(ACTS[name][0](context.find(NEWS), ("ru",), context), content)
    (content / NEWS / "en.md").write_text(document("news", "en"), encoding="utf-8")
    found = []
    for name in reversed(steps):
        context = load_context(content)
        perform(LATER[name][1](context.find(NEWS), context), content)
        found.append(load_context(content).find(NEWS).primary.matter.status)
    assert found == ["checking", "obsolete", None]


def test_the_same_status_again_is_one_status(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru")
    for reason in ("Сначала", "Потом"):
        context = load_context(content)
        perform(withdraw(context.find(NEWS), Why.OUTDATED, Words({"ru": reason}), context), content)
    context = load_context(content)
    matter = perform(restore(context.find(NEWS), context), content).find(NEWS).primary.matter
    assert (matter.status, matter.reason, matter.earlier_statuses) == (None, "", ())


def test_an_act_leaves_a_translation_as_fresh_or_as_lagging_as_it_was(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    options = build_options(content)
    confirm_translations([NEWS], load_context(content).loaded.content.bundles, options)
    for name in ("change", "correction", "hold", "outdated"):
        context = load_context(content)
        item = context.find(NEWS)
        act = ACTS[name][0](item, ("ru", "en"), context)
        assert not any(code == "en" for code in compare(act, context.options).lagging), name


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda item, context: mend(item, Mending(MendKind.CHANGE), context), "act-no-text"),
        (lambda item, context: mend(item, Mending(MendKind.CORRECTION, notes=SAID), context), "act-no-was"),
        (lambda item, context: withdraw(item, Why.WRONG, Words(), context), "act-no-text"),
        (lambda item, context: withdraw(item, Why.MERGED, Words(target="news/x"), context), "act-no-target"),
        (lambda item, context: withdraw(item, Why.MERGED, Words(target=NEWS), context), "act-no-target"),
        (lambda item, context: end_hold(item, Outcome.CONFIRMED, Words(), context), "act-not-held"),
        (restore, "act-not-withdrawn"),
        (lambda item, context: hold(item, {"kk": "x"}, context), "act-no-language"),
    ],
)
def test_what_cannot_be_done_is_said(
    make: Callable[[Bundle, ActContext], Act], code: str, tmp_path: Path
) -> None:
    context = load_context(content_with(tmp_path, "news", "ru", "en"))
    with pytest.raises(ContentError) as caught:
        make(context.find(NEWS), context)
    assert [each.code for each in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("more", "code"), [("status: draft\n", "act-not-public"), ("status: withdrawn\nreason: x\n", "act-gone")]
)
def test_what_readers_do_not_see_needs_no_act(more: str, code: str, tmp_path: Path) -> None:
    context = load_context(content_with(tmp_path, "page", "ru", more=more))
    with pytest.raises(ContentError) as caught:
        hold(context.find(ITEMS["page"]), {}, context)
    assert [each.code for each in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "--why is missing. Write --why with one of: outdated, wrong, merged, undo."),
        ("old", "“old” is none of the choices. Write --why with one of: outdated, wrong, merged, undo."),
    ],
)
def test_a_withdrawal_without_a_known_reason_names_the_reasons(typed: str, said: str, tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru")
    with pytest.raises(ContentError) as caught:
        run_withdraw(NEWS, typed, (), "", Common(str(content), "en"))
    assert caught.value.problems[0].message("en") == said


def test_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    context = load_context(content)
    act = hold(context.find(NEWS), {}, context)
    file = content / NEWS / "ru.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nЕщё.\n", encoding="utf-8")
    with pytest.raises(ContentError):
        act.perform(content)
    assert "checking" not in file.read_text(encoding="utf-8")
    context = load_context(content)
    assert hold(context.find(NEWS), {}, context).state != act.state


def test_looking_at_an_act_changes_no_file(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    before = {file: file.read_bytes() for file in content.rglob("*") if file.is_file()}
    context = load_context(content)
    for make, *_ in ACTS.values():
        compare(make(context.find(NEWS), ("ru", "en"), context), context.options)
    assert {file: file.read_bytes() for file in content.rglob("*") if file.is_file()} == before
