from __future__ import annotations

import pytest

from plugins.diagnostics.problem import Problem
from plugins.figures.prose import (
    Prose,
    check_typed_numbers,
    parse_reference,
    render_reference,
)
from tests.figures.samples import site_figures, vocabulary

FIGURES = site_figures()[0]


def html(name: str, code: str = "ru") -> str | Problem:
    return render_reference(parse_reference(name, 7), FIGURES, vocabulary(code), "content/x/ru.md")


@pytest.mark.parametrize(
    ("name", "russian", "english"),
    [
        (
            "russia-2022.calls",
            '<data value="59000000">более\u00a059\u00a0млн\u00a0звонков</data>',
            '<data value="59000000">more than\u00a059\u00a0million\u00a0calls</data>',
        ),
        (
            "russia-2022.calls.whole|number",
            '<data value="107000000">107\u00a0млн</data>',
            '<data value="107000000">107\u00a0million</data>',
        ),
        (
            "tatarstan-2021.service.wait",
            '<data value="12.6">12,6\u00a0секунды</data>',
            '<data value="12.6">12.6\u00a0seconds</data>',
        ),
        (
            "vologda-2023.calls.mobilisation|share",
            '<data value="38">38\u00a0%</data> (наш расчёт: 903\u00a0:\u00a02\u00a0369)',
            '<data value="38">38%</data> (our calculation: 903\u00a0÷\u00a02,369)',
        ),
        (
            "launch-2020.holidays|change",
            (
                '<data value="-32">на 32\u00a0% меньше</data> (наш расчёт: '
                "(82\u00a0000\u00a0−\u00a0120\u00a0000)\u00a0:\u00a0120\u00a0000)"
            ),
            (
                '<data value="-32">32% fewer</data> (our calculation: '
                "(82,000\u00a0−\u00a0120,000)\u00a0÷\u00a0120,000)"
            ),
        ),
        (
            "yakutia-covid.requests.2022-04",
            '<data value="96">96\u00a0обращений</data>',
            '<data value="96">96\u00a0requests</data>',
        ),
    ],
)
def test_reference_renders_in_the_page_language(name: str, russian: str, english: str) -> None:
    assert (html(name), html(name, "en")) == (russian, english)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("russia-2022.cals", "figures-bad-reference", "russia-2022.calls"),
        ("nothing.at-all-like-it", "figures-unknown", ""),
        ("russia-2022.calls|words", "figures-bad-form", "compact"),
        ("yakutia-covid.requests", "figures-card-as-figure", "yakutia-covid.requests.2021-11"),
        ("regions-2022.primorye|share", "figures-no-share", "20"),
    ],
)
def test_wrong_reference_suggests_a_valid_one(name: str, code: str, said: str) -> None:
    problem = html(name)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == (code, 7)
    assert said in problem.format("en")


RU = "{figure}russia-2022.calls. "
EN = "{figure}russia-2022.calls. "


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("ru", RU + "Всего 59 млн звонков.", "figures-typed"),
        ("ru", RU + "Всего 59 миллионов звонков.", "figures-typed"),
        ("ru", RU + "Всего 59\u00a0000\u00a0000 звонков.", "figures-typed"),
        ("ru", RU + "Всего 58 млн звонков.", "figures-contradiction"),
        ("ru", RU + "Всего 58\u202f900\u202f000 звонков.", "figures-contradiction"),
        ("ru", RU + "Подготовили 735 текстов.", "figures-typed"),
        ("ru", "{card}yakutia-covid.requests\n\nВ январе 2022 обращения.", "figures-typed"),
        ("ru", "{card}year-2022.summary\n\nБолее 59 млн звонков.", "figures-typed"),
        ("en", EN + "That is 59 million calls.", "figures-typed"),
        ("en", EN + "That is 107,000,000 calls.", "figures-typed"),
        ("en", EN + "That is 58.5 million.", "figures-contradiction"),
    ],
)
def test_typed_figure_is_reported(code: str, text: str, found: str) -> None:
    prose = Prose("x.md", text.splitlines(), first_line=10)
    problems = check_typed_numbers(prose, FIGURES, vocabulary(code))
    assert [problem.code for problem in problems] == [found]
    assert problems[0].line == 10 + text.count("\n")
    assert "{figure}" in problems[0].format("ru")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "Всего 59 млн звонков: ссылок на набор здесь нет."),
        ("ru", RU + "Звоните 122 или 8-800-101-0035, с 10:30, до 15 апреля 2022 года, 27.12.2022."),
        ("ru", RU + "Их {typed}59 млн, и это другое."),
        ("ru", RU + "[ссылка](https://example.org/735) и `735`."),
        ("ru", RU + "Прошло 12 дней, 3 региона, 40 млн человек."),
        ("ru", "{figure}yakutia-covid.requests.2022-01 в январе 2022 года."),
        ("en", EN + "On June 15, 2022 COVID-19 was over, on 2022-12-27 too."),
    ],
)
def test_other_numbers_are_not_reported(code: str, text: str) -> None:
    assert check_typed_numbers(Prose("x.md", text.splitlines()), FIGURES, vocabulary(code)) == []
