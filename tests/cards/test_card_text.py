from __future__ import annotations

import pytest

from plugins.cards.card_text import SiteLabel
from tests.cards.sample_cards import sample_cards
from tests.figures.samples import vocabulary


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Номер 122 и круглосуточная работа", "Номер_122 и_круглосуточная работа"),
        ("До операторов 122 Вологодской области", "До_операторов_122 Вологодской области"),
        ("Звонки на 122 — о мобилизации", "Звонки на_122_— о_мобилизации"),
        ("Было 7\u00a0122 звонка", "Было 7_122_звонка"),
        ("31 декабря и январь 2023 года", "31_декабря и_январь_2023_года"),
    ],
)
def test_lines_do_not_break_where_words_belong_together(text: str, bound: str) -> None:
    found = SiteLabel("122", "122").bind(text, vocabulary("ru"))
    assert found.replace("\u00a0", "_") == bound


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("122: коротко о главном", "122", "коротко о главном"),
        ("122 in brief", "122", "in brief"),
        ("Телефон доверия", "8 800 2000 122", "Телефон доверия"),
        ("122", "122", ""),
    ],
)
def test_the_brand_does_not_repeat_the_number(name: str, number: str, words: str) -> None:
    assert SiteLabel(name, number).words == words


@pytest.mark.parametrize(
    ("name", "accented"),
    [
        ("bars", ["one"]),
        ("many", ["g1", "g2"]),
        ("series", ["2021-11"]),
        ("dozen", ["2022-12"]),
        ("share", ["one"]),
    ],
)
def test_the_accent_is_on_what_the_title_speaks_of_else_on_the_greatest(
    name: str, accented: list[str]
) -> None:
    card = sample_cards("en")[name]
    places = [index for index, row in enumerate(card.rows) if row.accent]
    expected = {"one": 0, "g1": 0, "g2": 1, "2021-11": 0, "2022-12": 11}
    assert places == [expected[key] for key in accented]


def test_an_unfinished_period_is_named_by_its_tick() -> None:
    card = sample_cards("ru")["series"]
    assert [row.tick.replace("\u00a0", " ") for row in card.rows][-2:] == ["март", "1–15 апр"]
    assert [row.year for row in card.rows] == ["2021", "", "2022", "", "", ""]


def test_a_small_count_is_as_many_marks() -> None:
    assert sample_cards("en")["count"].count == 27
    assert sample_cards("en")["number"].count == 0
