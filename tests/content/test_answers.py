"""The age of answers: since when they are known, what is marked, and what they may not promise."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plugins.content.answer_checks import read_answer_words
from plugins.content.load import load_site
from plugins.content.site_config import read_site_config
from plugins.diagnostics.problem import Severity
from plugins.model.citation import old_from
from plugins.model.partial_date import parse_partial_date
from tests.building import DEMO, ROOT, ZONE, build_options, content_of, read
from tests.content.test_regions import FILES

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.content.site_content import SiteContent
    from plugins.diagnostics.problem import Problem
    from plugins.model.citation import AsOf

ANSWER = "faq/calling/x/ru.md"
WORDS, _ = read_answer_words(ROOT / "theme" / "phrases", "theme/phrases", ["ru", "en", "kk"])


def with_answer(folder: Path, keys: str, text: str = "Текст.") -> Path:
    matter = f"---\ntitle: Вопрос?\ndate: 2024-01-01\n{keys}---\n{text}\n"
    return content_of(folder, FILES | {ANSWER: matter})


def as_of(content: SiteContent) -> AsOf | None:
    return next(item.as_of for item in content.editions[0].questions if item.slug == "x")


@pytest.mark.parametrize(
    ("date", "old"),
    [
        ("2022-12-11", "2023-12-12"),
        ("2022-12", "2024-01-01"),
        ("2022", "2024-01-01"),
        ("2024-02-28", "2025-03-01"),
        ("2024-02-29", "2025-03-01"),
        ("2023-02-28", "2024-03-01"),
        ("2025-11", "2026-12-01"),
    ],
)
def test_a_date_is_old_when_it_is_certainly_over_a_year_ago(date: str, old: str) -> None:
    known = parse_partial_date(date)
    assert known
    assert old_from(known) == dt.date.fromisoformat(old)


@pytest.mark.parametrize(
    ("keys", "known"),
    [
        ("as_of: 2025\nsources: [herald]\n", ("2025", False)),
        ("sources: [old, herald, undated]\n", ("2026-06", False)),
        ("sources: [old]\n", ("2022-12-11", True)),
        ("sources: [undated]\n", ("", False)),
        ("reviewed: 2026-11-01\n", ("2026-11-01", False)),
        ("", ("2024-01-01", True)),
    ],
)
def test_an_answer_is_as_of_the_newest_that_it_rests_on(
    keys: str, known: tuple[str, bool], tmp_path: Path
) -> None:
    found = as_of(read(with_answer(tmp_path, keys)))
    assert found
    assert (found.date, found.is_old) == known


def test_the_day_on_which_an_answer_grows_old_is_a_moment_of_change(tmp_path: Path) -> None:
    content = with_answer(tmp_path, "as_of: 2025-11-22\n")
    moment = dt.datetime(2026, 11, 23, tzinfo=ZONE)
    assert moment in read(content).change_moments
    before, after = (as_of(read(content, now=moment + step)) for step in (-dt.timedelta(1), dt.timedelta(0)))
    assert before
    assert after
    assert (before.is_old, after.is_old) == (False, True)


@pytest.mark.parametrize(
    ("keys", "text", "code"),
    [
        ("sources: [undated]\n", "Да, звонок бесплатный.", "answer-undated"),
        ("sources: [undated]\nsummary: Да, бесплатный.\n", "Подробности.", "answer-undated"),
        ("sources: [undated]\n", "В публикации сказано, что да.", ""),
        ("sources: [undated]\nas_of: 2026\n", "Да, звонок бесплатный.", ""),
        ("", "Да, звонок бесплатный.", ""),
        ("sources: [old]\n", "Вам перезвонят. Так было.", "answer-old"),
        ("sources: [old]\n", "Тогда перезванивали.", ""),
        ("sources: [herald]\n", "Вам перезвонят.", ""),
        ("as_of: 2020\nsources: [herald]\n", "Вам перезвонят.", "answer-old"),
        ("sources: [heral]\n", "Текст.", "source-unknown"),
        ("as_of: вчера\n", "Текст.", "as-of-form"),
    ],
)
def test_an_old_or_undated_source_carries_no_promise(keys: str, text: str, code: str, tmp_path: Path) -> None:
    found: tuple[Problem, ...] = load_site(build_options(with_answer(tmp_path, keys, text))).problems
    own = [each for each in found if each.path == f"content/{ANSWER}"]
    assert [each.code for each in own] == [code] * bool(code)
    assert all(each.line > 1 for each in own)
    errors = {"answer-undated", "source-unknown", "as-of-form"}
    assert all((each.severity is Severity.ERROR) is (each.code in errors) for each in own)


@pytest.mark.parametrize(
    ("language", "sentence", "promises"),
    [
        ("ru", "В Свердловской области вам перезвонят.", True),
        ("ru", "Операторы не дают медицинских советов.", True),
        ("ru", "Голосовой робот отвечает круглосуточно.", True),
        ("ru", "Звонок на 122 бесплатный.", True),
        ("ru", "Звонок был бесплатный.", False),
        ("ru", "Операторы отвечали и днём, и ночью.", False),
        ("ru", "Отвечает ли он сегодня, нам неизвестно.", False),
        ("ru", "Номер Вологодской области.", False),
        ("en", "You will be called back.", True),
        ("en", "Operators give no medical advice.", True),
        ("en", "The call is free.", True),
        ("en", "The call was free.", False),
        ("en", "People were called back.", False),
        ("en", "Whether it answers today is not known.", False),
        ("en", "One direct number.", False),
        ("kk", "Ол жауап береді.", False),
    ],
)
def test_a_promise_is_known_by_its_tense(language: str, sentence: str, *, promises: bool) -> None:
    assert WORDS[language].is_present(sentence) is promises


def test_a_box_in_plain_words_has_its_title(tmp_path: Path) -> None:
    text = "Текст.\n\n!!! plain\n\n    Просто.\n"
    item = next(
        item for item in read(with_answer(tmp_path, "", text)).editions[0].questions if item.slug == "x"
    )
    assert '<div class="admonition plain">\n<p class="admonition-title">Простыми словами</p>' in item.html


def test_the_shipped_answers_are_dated_and_promise_nothing(tmp_path: Path) -> None:
    content = read(DEMO, cache=tmp_path, site=read_site_config(DEMO, "content", ROOT / "theme")[0])
    answers = [item for edition in content.editions for item in edition.questions]
    assert all(item.as_of and item.as_of.date for item in answers)
    assert not {"answer-old", "answer-undated"} & {each.code for each in content.advice}
