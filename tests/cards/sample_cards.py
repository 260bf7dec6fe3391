"""The cards that the tests draw: one of each kind, in words that never change, and the site's own."""

from __future__ import annotations

from plugins.cards.card_text import CardText, SiteLabel, compose_card_text, compose_title_card
from plugins.cards.design import read_palettes
from tests.figures.samples import HEAD, LANGUAGES, ROOT, read_text, site_figures, vocabulary

PALETTES = read_palettes(ROOT / "theme" / "static" / "css" / "palette.css")
SITE = {"ru": SiteLabel("122: коротко о главном", "122"), "en": SiteLabel("122 in brief", "122")}

KINDS = (
    HEAD
    + """\
  - id: number
    kind: number
    title: {ru: "Больше половины звонков — за один год", en: More than half of the calls came in one year}
    unit: call
    period: {ru: в 2022 году, en: in 2022}
    covers: 2022
    value: 59000000
    approx: more
    whole: {value: 107000000, approx: more, label: {ru: с 2020 года, en: since 2020}, covers: 2020/2022}
    source: paper
  - id: change
    kind: number
    title: {ru: Звонили реже, en: Fewer people called}
    unit: call
    period: {ru: в день, en: a day}
    covers: 2022-11
    value: 82000
    before: {value: 120000, label: {ru: в октябре, en: in October}, covers: 2022-10}
    was: {value: 83000, until: 2022-12-20, why: {ru: Опечатка, en: A slip}}
    source: paper
  - id: bars
    kind: bars
    title: {ru: "Чаще всего спрашивают № 1, реже — о 5 ₽", en: Number one is asked about most}
    unit: call
    covers: 2022
    source: paper
    bars:
      - {id: one, value: 7459, label: {ru: Запись к врачу, en: Doctor’s appointments}}
      - {id: two, value: 7081, label: {ru: Вызов на дом, en: House calls}}
      - {id: three, value: 280, approx: about, label: {ru: Саха тыла ҕҥөһү, en: Sakha ҕҥөһү}}
      - {id: four, value: 0, label: {ru: Прочее, en: Other}}
  - id: series
    kind: series
    step: month
    title: {ru: К весне обращений стало меньше, en: By spring requests had fallen}
    label: {ru: Обращения по месяцам, en: Requests by month}
    unit: call
    as_of: 2022-04-15
    source: paper
    points:
      - [2021-11, 8008]
      - [2021-12, 1932]
      - [2022-01, 2022]
      - [2022-02, 3699]
      - [2022-03, 553]
      - {at: 2022-04, value: 1960, until: 2022-04-15}
  - id: line
    kind: series
    line: true
    step: day
    title: {ru: За две недели звонков прибавилось, en: Calls rose in two weeks}
    unit: call
    as_of: 2022-12-15
    source: paper
    points:
"""
    + "".join(
        f"      - [2022-12-{day:02}, {1000 + (day * 37) % 11 * 90 + day * 40}]\n" for day in range(1, 15)
    )
    + """\
  - id: share
    kind: share
    title: {ru: Больше трети звонков — об одном, en: More than a third of the calls were about one thing}
    unit: call
    covers: 2022
    source: paper
    total: {value: 2369, label: {ru: Всего, en: All}}
    parts:
      - {id: one, value: 903, label: {ru: Мобилизация, en: Mobilisation}}
      - {id: two, value: 530, label: {ru: Здравоохранение, en: Healthcare}}
      - {id: rest, rest: true, label: {ru: Другие темы, en: Other topics}}
  - id: grid
    kind: grid
    title: {ru: Год в пяти числах, en: The year in five numbers}
    source: paper
    figures:
      - {figure: trial.number, label: {ru: за год, en: in the year}}
      - {figure: trial.change, label: {ru: в день, en: a day}}
      - {id: hours, value: 1.5, unit: hour, label: {ru: ожидания, en: of waiting}}
      - {id: nights, value: 37152, unit: call, label: {ru: ночью, en: by night}}
      - {id: least, value: 6, approx: at-most, unit: hour, label: {ru: до ответа, en: to an answer}}
"""
)


def sample_cards(code: str) -> dict[str, CardText]:
    """One card of each kind in one language, by the last part of its address."""
    figures, problems = read_text(KINDS)
    assert not problems
    cards = [
        compose_card_text(card, figures.sets["trial"].title[code], SITE[code], vocabulary(code))
        for card in figures.cards.values()
    ]
    title = {
        "ru": "Колл-центр 122: коротко о главном за 2022 год",
        "en": "Call centre 122: the year 2022 in brief",
    }
    cards.append(compose_title_card("trial.title", title[code], "2022", SITE[code], vocabulary(code)))
    return {card.address.split(".")[1]: card for card in cards}


def site_cards() -> dict[tuple[str, str], CardText]:
    """Every card of the site in every language."""
    figures = site_figures()[0]
    return {
        (card.address, code): compose_card_text(
            card, figures.sets[card.address.split(".")[0]].title[code], SITE[code], vocabulary(code)
        )
        for card in figures.cards.values()
        for code in LANGUAGES
    }
