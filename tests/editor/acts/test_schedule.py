"""Scheduling in the site's zone; what did not appear in its time; the alert."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.act_report import effect_lines
from plugins.editor.acts.alert_act import AlertWords, end_alert, set_alert
from plugins.editor.acts.effects import compare
from plugins.editor.acts.schedule import schedule, unschedule
from plugins.editor.acts.scheduled_items import ScheduleState, scheduled_items
from plugins.editor.report import load_ui_text
from plugins.editor.status import collect_status
from tests.building import NOW, ZONE
from tests.editor.acts.sample_content import NEWS, content_with, document, load_context, perform, stamp

if TYPE_CHECKING:
    from pathlib import Path

FRESH = {
    "news": "news/2026-11-22-fresh",
    "faq": "faq/calling/fresh",
    "summary": "summaries/2024",
    "page": "about/fresh",
}
AT = dt.datetime(2026, 11, 25, 10, 30, tzinfo=ZONE)
TEXTS = {"ru": "Линия молчит", "en": "The line keeps silent"}


def with_draft(folder: Path, kind: str, status: str = "status: draft\n") -> Path:
    """A released site with a draft of a kind."""
    content = content_with(folder, "news", "ru", "en")
    for code in ("ru", "en"):
        file = content / FRESH[kind] / f"{code}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document(kind, code, status), encoding="utf-8")
    return content


@pytest.mark.parametrize("kind", FRESH)
def test_an_item_appears_at_its_moment_in_the_sites_zone(kind: str, tmp_path: Path) -> None:
    content = with_draft(tmp_path, kind)
    context = load_context(content)
    act = schedule(context.find(FRESH[kind]), "2026-11-25 10:30", context)
    name = act.moved[1] if act.moved else FRESH[kind]
    after = perform(act, content)
    assert (kind == "news") == (name == "news/2026-11-25-fresh")
    assert after.find(name).published == AT
    (waiting,) = scheduled_items(after.loaded, after.options)
    assert (waiting.bundle, waiting.place, waiting.moment) == (name, ScheduleState.WAITING, AT)
    assert not [
        each for edition in after.loaded.content.editions for each in edition.items if each.bundle == name
    ]
    later = load_context(content, AT)
    assert {each.bundle for each in later.loaded.content.editions[1].items} >= {name}
    back = perform(unschedule(after.find(name), after), content)
    assert scheduled_items(back.loaded, back.options) == ()


def test_an_item_that_did_not_appear_is_told_with_its_languages(tmp_path: Path) -> None:
    content = with_draft(tmp_path, "news")
    context = load_context(content)
    perform(schedule(context.find(FRESH["news"]), "2026-11-25 10:30", context), content)
    for minutes, expected in ((5, ScheduleState.DUE), (20, ScheduleState.FAILED)):
        late = load_context(content, AT + dt.timedelta(minutes=minutes))
        (found,) = scheduled_items(late.loaded, late.options)
        assert (found.place, found.languages) == (expected, ("ru", "en"))
        told = collect_status(late.loaded, late.options)["failed"]
        assert bool(told) == (expected is ScheduleState.FAILED)
    asked: list[str] = []

    def is_live(path: str) -> bool:
        asked.append(path)
        return path.startswith("ru/")

    live = scheduled_items(late.loaded, late.options, is_live)
    assert live[0].languages == ("en",)
    assert asked == ["ru/news/2026-11-25-fresh/", "en/news/2026-11-25-fresh/"]
    stamp(content, AT + dt.timedelta(minutes=30))
    done = load_context(content, AT + dt.timedelta(hours=1))
    assert scheduled_items(done.loaded, done.options) == ()


@pytest.mark.parametrize(
    ("typed", "code"), [("2026-11-21 10:00", "act-moment-past"), ("завтра", "act-moment"), ("", "act-moment")]
)
def test_a_moment_that_is_none_or_has_passed_is_refused(typed: str, code: str, tmp_path: Path) -> None:
    context = load_context(with_draft(tmp_path, "news"))
    with pytest.raises(ContentError) as caught:
        schedule(context.find(FRESH["news"]), typed, context)
    assert [each.code for each in caught.value.problems] == [code]


def test_what_feeds_have_cannot_be_scheduled(tmp_path: Path) -> None:
    context = load_context(content_with(tmp_path, "news", "ru"))
    with pytest.raises(ContentError, match="released"):
        schedule(context.find(NEWS), "2026-12-01 10:00", context)
    with pytest.raises(ContentError, match="released"):
        unschedule(context.find(NEWS), context)


def test_an_alert_goes_up_is_put_off_and_ends(tmp_path: Path) -> None:
    content = content_with(tmp_path, "news", "ru", "en")
    context = load_context(content)
    act = set_alert(AlertWords(TEXTS, "urgent", until="2026-11-22 20:00", link="/about/"), context)
    effects = compare(act, context.options)
    shown = [(each.language, each.text.replace("\u00a0", " ")) for each in effects.alerts]
    assert shown == [*TEXTS.items()]
    lines = [line.replace("\u00a0", " ") for line in effect_lines(effects, load_ui_text("en"))]
    assert any("until November 22, 2026, 20:00" in line for line in lines)
    assert {(each.feed, each.kind) for each in effects.feeds} == {("news", "new"), ("corrections", "new")}
    perform(act, content)
    stamp(content)
    assert collect_status(load_context(content).loaded, load_context(content).options)["alerts"]
    file = content / "alert.yaml"
    file.write_text(f"# why: the cable\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    later = load_context(content, NOW + dt.timedelta(hours=1))
    act = set_alert(AlertWords(until="2026-11-23 08:00"), later)
    assert act.files["alert.yaml"] == file.read_bytes().replace(b"2026-11-22 20:00", b"2026-11-23 08:00")
    assert {each.kind for each in compare(act, later.options).feeds} == {"changed", "new"}
    perform(act, content)
    one = set_alert(AlertWords({"ru": "Линия ответит утром"}), later).files["alert.yaml"] or b""
    assert TEXTS["en"].encode() in one
    stamp(content, NOW + dt.timedelta(hours=1))
    last = load_context(content, NOW + dt.timedelta(hours=2))
    act = end_alert(last)
    effects = compare(act, last.options)
    assert [each.text for each in effects.alerts] == ["", ""]
    told = {each.title.replace("\u00a0", " ") for each in effects.feeds if each.language == "en"}
    assert told == {f"Over: {TEXTS['en']}"}
    perform(act, content)
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (AlertWords(TEXTS), "act-alert-until"),
        (AlertWords({"ru": "Одно"}, until="2026-12-01"), "act-alert-texts"),
        (AlertWords(TEXTS, until="2026-11-20"), "act-moment-past"),
        (AlertWords(TEXTS, until="скоро"), "act-moment"),
        (AlertWords(TEXTS, "loud", until="2026-12-01"), "act-alert-level"),
    ],
)
def test_an_alert_without_an_end_or_a_language_is_refused(
    words: AlertWords, code: str, tmp_path: Path
) -> None:
    context = load_context(content_with(tmp_path, "page", "ru"))
    with pytest.raises(ContentError) as caught:
        set_alert(words, context)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_dead_link_of_an_alert_is_an_error_before_it_is_shown(tmp_path: Path) -> None:
    context = load_context(content_with(tmp_path, "page", "ru"))
    act = set_alert(AlertWords(TEXTS, until="2026-12-01", link="/news/gone/"), context)
    assert [each.code for each in compare(act, context.options).errors] == ["link-dead"]


def test_there_is_no_alert_to_take_away(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        end_alert(load_context(content_with(tmp_path, "page", "ru")))
