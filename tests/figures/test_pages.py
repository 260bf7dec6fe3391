from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.cards.alt_text import compose_alt_text
from plugins.cards.card_text import SiteLabel
from plugins.cards.compose_text import compose_card_text
from plugins.figures.card_html import CardLinks, render_card
from plugins.figures.derived import derived_figures
from plugins.figures.figure_text import format_decimal
from plugins.figures.model import list_corrected
from plugins.figures.open_data import (
    Publication,
    compose_dataset,
    escape_formula,
    published_figures,
    render_csv,
    render_json,
)
from plugins.pages.json_ld import text_content
from tests.figures.samples import HEAD, LANGUAGES, NUMBER, read_text, site_figures, vocabulary

if TYPE_CHECKING:
    from plugins.figures.model import Card, Figure, FigureSet

FIGURES, PROBLEMS = site_figures()
VOCABULARIES = [vocabulary(code) for code in LANGUAGES]
LINKS = CardLinks("/a.png", "/page", "/data.csv", "/data.json", "/press")
EVERY = [(card, code) for card in FIGURES.cards.values() for code in LANGUAGES]
NAMES_OF_LINKS = ("download", "share_picture", "csv", "json", "press", "set")
SETS = list(FIGURES.sets.values())
WAS = NUMBER + "    was: {value: 58000000, until: 2023-01-01, why: {ru: Опечатка, en: A slip}}\n"


class Reader(HTMLParser):
    """Collects values, tags and attributes, and sees that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "data":
            self.values.append(dict(attrs)["value"] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_site_figures_have_no_problems() -> None:
    assert [problem.format("en") for problem in PROBLEMS] == []


@pytest.mark.parametrize(("card", "code"), EVERY, ids=lambda part: getattr(part, "address", part))
def test_card_html_has_all_figures_and_no_style_attribute(card: Card, code: str) -> None:
    page = Reader(render_card(card, vocabulary(code), LINKS))
    assert page.open == []
    assert sorted(page.values) == sorted(format_decimal(figure.value) for figure in displayed_figures(card))
    assert "style" not in page.attributes
    assert ("table" in page.tags) == (card.kind not in {"number", "grid"})
    assert ("dl" in page.tags) != ("table" in page.tags)


def displayed_figures(card: Card) -> tuple[Figure, ...]:
    stated = card.all_figures if card.kind in {"number", "share", "bars"} else card.figures
    return (*stated, *derived_figures(card))


@pytest.mark.parametrize(("card", "code"), EVERY, ids=lambda part: getattr(part, "address", part))
def test_names_of_downloads_are_no_words_of_a_text(card: Card, code: str) -> None:
    html = render_card(card, vocabulary(code), LINKS)
    assert vocabulary(code).page["download"] in html
    words = text_content(html)
    assert [
        vocabulary(code).page[name] for name in NAMES_OF_LINKS if vocabulary(code).page[name] in words
    ] == []
    assert all(source.publisher[code] in words for source in card.sources)


@pytest.mark.parametrize("code", LANGUAGES)
def test_bars_are_hidden_from_screen_readers(code: str) -> None:
    html = render_card(FIGURES.cards["vologda-2023.calls"], vocabulary(code), LINKS)
    assert html.count('<svg class="figure-card-bar" aria-hidden="true"') == 3
    assert 'scope="row"' in html
    assert "<caption" in html


@pytest.mark.parametrize(("card", "code"), EVERY, ids=lambda part: getattr(part, "address", part))
def test_alt_text_has_title_and_sources(card: Card, code: str) -> None:
    alt = compose_alt_text(card, vocabulary(code))
    assert alt.startswith(card.title[code].rstrip("."))
    assert all(source.publisher[code] in alt for source in card.sources)
    assert not re.search(r"\.\.|[{}]|  ", alt)


def test_alt_text_of_a_number() -> None:
    alt = compose_alt_text(FIGURES.cards["russia-2022.calls"], vocabulary("ru")).replace("\u00a0", " ")
    assert alt == (
        "Больше половины всех звонков на 122 пришлось на 2022 год. Карточка с числом: более 59 млн звонков "
        "в 2022 году, с 2020 года — более 107 млн звонков. "
        "Источник: yakd.riihsmedia.ru, данные на 27 декабря 2022 г."
    )


@pytest.mark.parametrize("figures", SETS, ids=lambda each: each.name)
def test_csv_json_and_dataset_have_the_same_values(figures: FigureSet) -> None:
    expected = {figure.address: float(figure.value) for figure in published_figures(figures)}
    table = csv.DictReader(StringIO(render_csv(figures, VOCABULARIES).decode("utf-8-sig"), newline=""))
    tree = json.loads(render_json(figures, VOCABULARIES))
    publication = Publication(
        "https://a.example/", {"text/csv": "https://a.example/data.csv"}, "https://l", "122"
    )
    described = compose_dataset(figures, vocabulary("ru"), publication)
    assert {row["address"]: float(row["value"]) for row in table} == expected
    assert {row["address"]: row["value"] for row in tree["figures"]} == expected
    assert {row["propertyID"]: row["value"] for row in described["variableMeasured"]} == expected


def names(text: str, code: str = "en") -> list[str]:
    """What the figures of a small file are called for search engines."""
    figures, problems = read_text(text)
    assert problems == ()
    described = compose_dataset(
        figures.sets["trial"], vocabulary(code), Publication("https://a.example/", {}, "", "122")
    )
    return [each["name"].replace("\u00a0", " ") for each in described["variableMeasured"]]


PERIOD = "{ru: в день, en: a day}"
GRID = """\
  - id: {id}
    kind: grid
    title: {{ru: "{title}", en: "{title}"}}
    covers: {covers}
    source: paper
    figures:
      - {{id: a, value: 4, unit: call, period: {period}, label: {{ru: всего, en: on average}}}}
      - {{id: b, value: 5, unit: {unit}, period: {period}, label: {{ru: всего, en: on average}}}}
"""


def test_equal_names_get_distinguishing_details() -> None:
    by_unit = GRID.format(id="one", title="First", covers=2021, unit="hour", period=PERIOD)
    assert names(HEAD + by_unit) == ["on average, a day, calls", "on average, a day, hours"]
    two_years = by_unit + GRID.format(id="two", title="Second", covers=2022, unit="hour", period=PERIOD)
    assert names(HEAD + two_years)[::2] == [
        "on average, a day, calls, 2021",
        "on average, a day, calls, 2022",
    ]
    two_cards = by_unit + GRID.format(id="two", title="Second", covers=2021, unit="hour", period=PERIOD)
    assert names(HEAD + two_cards)[::2] == [
        "on average, a day, calls, First",
        "on average, a day, calls, Second",
    ]
    nothing_differs = GRID.format(id="one", title="First", covers=2021, unit="call", period=PERIOD)
    assert names(HEAD + nothing_differs) == [
        "on average, a day, trial.one.a",
        "on average, a day, trial.one.b",
    ]


def test_name_does_not_repeat_words() -> None:
    same = NUMBER + "    label: {ru: Звонки в 2022, en: Calls IN 2022}\n"
    assert names(HEAD + same) == ["Calls IN 2022"]
    assert names(HEAD + same, "ru") == ["Звонки в 2022 году"]


@pytest.mark.parametrize("figures", SETS, ids=lambda each: each.name)
@pytest.mark.parametrize("code", LANGUAGES)
def test_figure_names_are_unique_in_a_set(figures: FigureSet, code: str) -> None:
    described = compose_dataset(figures, vocabulary(code), Publication("https://a.example/", {}, "", "122"))
    called = [each["name"] for each in described["variableMeasured"]]
    assert len(set(called)) == len(called)


@pytest.mark.parametrize("figures", SETS, ids=lambda each: each.name)
def test_every_figure_has_a_source(figures: FigureSet) -> None:
    tree = json.loads(render_json(figures, VOCABULARIES))
    assert {row["source"] for row in tree["figures"]} == set(tree["sources"])


def test_csv_lines_end_with_crlf() -> None:
    table = render_csv(FIGURES.sets["russia-2022"], VOCABULARIES)
    assert table.count(b"\r\n") == table.count(b"\n") > 1


def test_correction_is_in_html_data_and_list() -> None:
    figures, problems = read_text(HEAD + WAS)
    assert problems == ()
    html = render_card(figures.cards["trial.calls"], vocabulary("ru"), LINKS)
    assert (
        "Исправлено: до 1\u00a0января\u00a02023\u00a0г. здесь стояло 58\u00a0000\u00a0000. Опечатка" in html
    )
    assert b"58000000" in render_csv(figures.sets["trial"], VOCABULARIES)
    assert [figure.address for figure in list_corrected(figures)] == ["trial.calls"]


def test_figure_addresses_are_unique() -> None:
    addresses = [figure.address for each in SETS for figure in each.own_figures]
    assert len(addresses) == len(set(addresses)) == len(FIGURES.figures)


def test_content_is_escaped() -> None:
    text = (HEAD + NUMBER).replace("Over 59 million calls", '"<b>More</b> & more"')
    html = render_card(read_text(text)[0].cards["trial.calls"], vocabulary("en"), LINKS)
    assert "&lt;b&gt;More&lt;/b&gt; &amp; more" in html


CALCULATED = "vologda-2023.calls.other"


def test_computed_values_are_marked_with_their_formula_everywhere() -> None:
    figures, card = FIGURES.sets["vologda-2023"], FIGURES.cards["vologda-2023.calls"]
    russian = vocabulary("ru")
    formula = "2\u00a0369\u00a0−\u00a0903\u00a0−\u00a0530"
    assert f"Другие темы = {formula}" in render_card(card, russian, LINKS)
    assert render_card(card, russian, LINKS).count("наш расчёт") == 2
    text = compose_card_text(card, "", SiteLabel("122", "122"), russian)
    assert [row.computed for row in text.rows] == [False, False, True]
    assert text.rows[2].digits.endswith("*")
    assert text.source.endswith("* наш расчёт")
    assert text.source_with_formulas.endswith(f"* наш расчёт: {formula}")
    assert f"Наш расчёт: Другие темы = {formula}." in text.alt
    rows = {
        row["address"]: row
        for row in csv.DictReader(StringIO(render_csv(figures, VOCABULARIES).decode("utf-8-sig"), newline=""))
    }
    assert rows[CALCULATED]["formula"] == (
        "vologda-2023.calls - vologda-2023.calls.mobilisation - vologda-2023.calls.healthcare"
    )
    assert rows[CALCULATED]["calculation_ru"] == f"наш расчёт: {formula}"
    assert rows[f"{CALCULATED}|share"]["value"] == "40"
    assert rows["vologda-2023.calls"]["formula"] == rows["vologda-2023.calls"]["calculation_en"] == ""
    tree = json.loads(render_json(figures, VOCABULARIES))
    listed = {each["address"]: each for each in tree["figures"]}
    assert listed[CALCULATED]["calculation"]["ru"] == f"наш расчёт: {formula}"
    assert "calculation" not in listed["vologda-2023.calls"]


def test_data_opens_in_spreadsheets_with_its_letters() -> None:
    assert render_csv(SETS[0], VOCABULARIES).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("typed", "written"), [("=1+1", "'=1+1"), ("-32", "-32"), ("-32.5", "-32.5"), ("-A1", "'-A1")]
)
def test_formulas_are_escaped_and_numbers_are_not(typed: str, written: str) -> None:
    assert escape_formula(typed) == written


@pytest.mark.parametrize(
    ("label", "period", "expected"),
    [
        ("Primorye, 2021", "in Primorye in 2021", "Primorye, 2021"),
        ("Primorye", "in 2021", "Primorye, in 2021"),
        ("Calls in 2021", "in 2021", "Calls in 2021"),
        ("Calls of 2020", "in 2021", "Calls of 2020, in 2021"),
    ],
)
def test_a_period_is_said_once(label: str, period: str, expected: str) -> None:
    text = NUMBER.replace("covers: 2022", "covers: 2020/2021").replace(
        "period: {ru: в 2022 году, en: in 2022}",
        f'period: {{ru: за год, en: "{period}"}}\n    label: {{ru: Звонки, en: "{label}"}}',
    )
    assert names(HEAD + text) == [expected]


def test_a_borrowed_figure_keeps_its_own_label_in_the_data() -> None:
    rows = {
        row["address"]: row["label_en"]
        for row in csv.DictReader(
            StringIO(render_csv(FIGURES.sets["vologda-2023"], VOCABULARIES).decode("utf-8-sig"), newline="")
        )
    }
    assert rows["vologda-2023.calls.mobilisation"] == "Mobilisation, in January 2023"


def test_the_context_of_a_number_is_on_its_page() -> None:
    html = render_card(FIGURES.cards["launch-2020.wait"], vocabulary("en"), LINKS)
    assert "Callers who did not get through were called back" in html


@pytest.mark.parametrize("comparable", [True, False])
def test_what_cannot_be_compared_has_no_bars_side_by_side(*, comparable: bool) -> None:
    card = replace(FIGURES.cards["belgorod-2026.topics"], comparable=comparable)
    bars = render_card(card, vocabulary("en"), LINKS).count('class="figure-card-bar"')
    assert bars == (len(card.figures) if comparable else 0)
