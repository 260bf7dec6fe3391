"""A month of edits: each is recorded once, with its moment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plugins.content.ledger import Ledger, read_ledger, write_ledger
from plugins.content.ledger_stamp import Changes, stamp_ledger
from plugins.content.load import load_content
from tests.building import NOW, ZONE, build_options, content_of
from tests.feeds.month import FIGURES, SET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ITEM = "news/2026-11-20-example"
TEXT = "---\ntitle: {title}\n{more}---\n{text}\n"
ALERT = """level: urgent
from: 2026-11-22T10:00
until: 2026-11-24T10:00
text: {{ru: "{text}", en: "{text}"}}
"""


def article(title: str = "Пример", text: str = "Текст.", **more: str) -> str:
    return TEXT.format(
        title=title, text=text, more="".join(f"{key}: {value}\n" for key, value in more.items())
    )


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = content_of(
        tmp_path, {f"{ITEM}/ru.md": article(), f"{ITEM}/en.md": article("Example", "A text.")}
    )
    stamp(content)
    return content


def stamp(content: Path, now: dt.datetime = NOW) -> Changes:
    """Stamp the ledger of a content folder at a moment."""
    options = build_options(content, now=now)
    ledger, changes = stamp_ledger(load_content(options), options)
    write_ledger(ledger, content)
    return changes


def counts(changes: Changes) -> tuple[int, ...]:
    """New, changed, withdrawn items, and other changes."""
    return tuple(changes.counts.values())


def ledger_of(content: Path) -> Ledger:
    ledger, problems = read_ledger(build_options(content))
    assert problems == []
    return ledger


def moments(
    content: Path, code: str = "ru", item: str = ITEM
) -> tuple[dt.datetime | None, dt.datetime | None]:
    record = ledger_of(content).items[item, code]
    return record.released, record.changed


LATER = NOW + dt.timedelta(hours=3)
DAY = dt.datetime(2026, 11, 20, tzinfo=ZONE)


def test_the_first_stamp_takes_the_dates_of_the_content(content: Path) -> None:
    assert moments(content) == (DAY, DAY)
    assert moments(content, item="news/2022-12-30-year-in-figures")[0] == dt.datetime(
        2022, 12, 30, tzinfo=ZONE
    )


def test_a_second_stamp_records_nothing(content: Path) -> None:
    before = (content / "ledger.jsonl").read_bytes()
    assert stamp(content, LATER) == Changes()
    assert (content / "ledger.jsonl").read_bytes() == before


def test_moments_have_the_sites_zone(content: Path) -> None:
    (content / ITEM / "ru.md").write_text(article(text="Иначе."), encoding="utf-8")
    stamp(content, LATER.astimezone(dt.UTC))
    changed = moments(content)[1]
    assert changed is not None
    assert changed.utcoffset() == NOW.utcoffset()


def test_a_new_item_is_released_now_whatever_its_date(content: Path) -> None:
    late = "news/2023-05-05-late"
    (content / late).mkdir()
    (content / late / "ru.md").write_text(article("Поздно"), encoding="utf-8")
    assert counts(stamp(content, LATER)) == (1, 0, 0, 0)
    assert moments(content, item=late) == (LATER, LATER)


def test_a_late_translation_is_released_now_in_its_language_alone(content: Path) -> None:
    one = "news/2026-11-21-one"
    (content / one).mkdir()
    (content / one / "ru.md").write_text(article("Одна"), encoding="utf-8")
    stamp(content, NOW + dt.timedelta(hours=1))
    (content / one / "en.md").write_text(article("One", "A text."), encoding="utf-8")
    assert counts(stamp(content, LATER)) == (1, 0, 0, 0)
    assert moments(content, "en", one)[0] == LATER
    assert moments(content, "ru", one)[0] == NOW + dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "recorded"),
    [
        (article("Иначе"), 1),
        (article(text="Иначе."), 1),
        (article(summary="Коротко."), 1),
        (article(text="Текст.  "), 0),
        (article(reviewed="2026-11-21"), 0),
        (article(owner="Редакция"), 0),
    ],
)
def test_what_readers_see_is_a_change_and_the_rest_is_not(content: Path, text: str, recorded: int) -> None:
    (content / ITEM / "ru.md").write_text(text, encoding="utf-8")
    assert counts(stamp(content, LATER)) == (0, recorded, 0, 0)
    assert moments(content) == (DAY, LATER if recorded else DAY)


def test_two_changes_of_one_day_have_two_moments(content: Path) -> None:
    found = []
    for hour, text in ((1, "Раз."), (2, "Два.")):
        (content / ITEM / "ru.md").write_text(article(text=text), encoding="utf-8")
        stamp(content, NOW + dt.timedelta(hours=hour))
        found.append(moments(content)[1])
    assert found == [NOW + dt.timedelta(hours=1), NOW + dt.timedelta(hours=2)]


def test_a_correction_is_an_event_with_its_moment(content: Path) -> None:
    corrected = article(corrections="[{date: 2026-11-22, text: Было иначе.}]")
    (content / ITEM / "ru.md").write_text(corrected, encoding="utf-8")
    changes = stamp(content, LATER)
    name = f"{ITEM}/corrections/2026-11-22/1"
    assert ledger_of(content).event_moment(name, "ru") == LATER
    assert counts(changes)[3] == 1


NOTES = {
    "correction": "corrections: [{date: 2026-11-22, text: Было иначе.}]",
    "change": "changes: [{date: 2026-11-22, text: Добавлено.}]",
    "confirmed": "changes: [{date: 2026-11-22, kind: confirmed, text: Всё верно.}]",
}


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_alone_is_a_change_of_its_item_and_once(note: str, content: Path) -> None:
    key, _, value = note.partition(": ")
    (content / ITEM / "ru.md").write_text(article(**{key: value}), encoding="utf-8")
    assert counts(stamp(content, LATER)) == (0, 1, 0, 1)
    assert (moments(content), moments(content, "en")) == ((DAY, LATER), (DAY, DAY))
    mended = value.replace("иначе", "по-другому")
    (content / ITEM / "ru.md").write_text(article(**{key: mended}), encoding="utf-8")
    assert stamp(content, LATER + dt.timedelta(hours=1)) == Changes()
    second = value.replace("]", f", {value[1:-1]}]")
    (content / ITEM / "ru.md").write_text(article(**{key: second}), encoding="utf-8")
    assert counts(stamp(content, LATER + dt.timedelta(hours=2))) == (0, 1, 0, 1)
    assert moments(content)[1] == LATER + dt.timedelta(hours=2)


def test_a_correction_of_a_withdrawn_item_does_not_withdraw_it_again(content: Path) -> None:
    gone = {"status": "withdrawn", "reason": "Ошибка."}
    (content / ITEM / "ru.md").write_text(article(**gone), encoding="utf-8")
    stamp(content, LATER)
    corrected = article(**gone, corrections="[{date: 2026-11-22, text: Было иначе.}]")
    (content / ITEM / "ru.md").write_text(corrected, encoding="utf-8")
    assert counts(stamp(content, LATER + dt.timedelta(hours=1))) == (0, 1, 0, 1)


def test_a_withdrawal_is_recorded_and_forgotten_when_taken_back(content: Path) -> None:
    withdrawn = article(status="withdrawn", reason="Ошибка.")
    (content / ITEM / "ru.md").write_text(withdrawn, encoding="utf-8")
    assert len(stamp(content, LATER).withdrawn) == 2  # the English one inherits it
    assert ledger_of(content).event_moment(f"{ITEM}/withdrawn", "en") == LATER
    (content / ITEM / "ru.md").write_text(article(), encoding="utf-8")
    stamp(content, LATER + dt.timedelta(hours=1))
    assert ledger_of(content).event_moment(f"{ITEM}/withdrawn", "en") is None
    assert moments(content) == (DAY, LATER + dt.timedelta(hours=1))


def test_a_figure_is_recorded_with_its_value_and_changes_what_shows_it(content: Path) -> None:
    def write(value: str, more: str = "") -> None:
        (content / FIGURES).parent.mkdir(exist_ok=True)
        (content / FIGURES).write_text(SET.format(value=value, more=more), encoding="utf-8")

    write("8814")
    shown = article(text="Звонков: {figure}calls-2025.calls.", parity="off, проверка")
    (content / ITEM / "ru.md").write_text(shown, encoding="utf-8")
    stamp(content, LATER)
    assert str(ledger_of(content).figures["calls-2025.calls"].value) == "8814"
    write("8815", "    was: {value: 8814, until: 2026-11-22, why: {ru: Опечатка., en: A misprint.}}\n")
    corrected = LATER + dt.timedelta(hours=1)
    assert counts(stamp(content, corrected)) == (0, 1, 0, 2)
    assert moments(content)[1] == corrected
    assert (
        ledger_of(content).event_moment("figures/calls-2025.calls/corrections/2026-11-22", "en") == corrected
    )


def test_an_alert_its_change_and_its_end_are_recorded(content: Path) -> None:
    file = content / "alert.yaml"
    file.write_text(ALERT.format(text="Раз"), encoding="utf-8")
    stamp(content, NOW)
    file.write_text(ALERT.format(text="Два"), encoding="utf-8")
    stamp(content, LATER)
    file.unlink()
    over = LATER + dt.timedelta(hours=1)
    stamp(content, over)
    (alert,) = ledger_of(content).alerts.values()
    assert [(each.at, each.texts["ru"]) for each in alert.revisions] == [(NOW, "Раз"), (LATER, "Два")]
    assert alert.ended == over


@pytest.mark.parametrize("edit", [lambda file: file.touch(), lambda file: file.unlink()])
def test_an_alert_that_ran_out_ended_in_its_time(content: Path, edit: Callable[[Path], None]) -> None:
    file = content / "alert.yaml"
    file.write_text(ALERT.format(text="Раз"), encoding="utf-8")
    stamp(content, NOW)
    edit(file)
    stamp(content, NOW + dt.timedelta(days=5))
    (alert,) = ledger_of(content).alerts.values()
    assert alert.ended == dt.datetime(2026, 11, 24, 10, tzinfo=ZONE)


def test_an_alert_that_nobody_was_told_of_is_not_recorded(content: Path) -> None:
    (content / "alert.yaml").write_text(ALERT.format(text="Раз"), encoding="utf-8")
    for moment in (NOW - dt.timedelta(hours=5), NOW + dt.timedelta(days=5)):
        stamp(content, moment)
        assert ledger_of(content).alerts == {}


def test_a_lock_of_earlier_versions_becomes_a_ledger_with_the_contents_dates(tmp_path: Path) -> None:
    lock = f"authority 122.example,2022\n{ITEM} ru {ITEM}\n"
    content = content_of(tmp_path, {f"{ITEM}/ru.md": article(), "feed-identities.lock": lock})
    stamp(content)
    assert moments(content) == (DAY, DAY)
    assert not (content / "feed-identities.lock").exists()
