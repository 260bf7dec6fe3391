"""Regions and sources: what their files may say, and what editions make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from plugins.content.load import load_site
from plugins.diagnostics.problem import message_languages
from plugins.i18n.typography import NO_BREAK_SPACE
from plugins.model.citation import AsOf
from plugins.pages.json_ld import text_content
from plugins.search.index import split_into_shards
from tests.building import build_options, content_of, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOURCES = """\
herald:
  name: {ru: Вестник, en: The Herald}
  url: https://herald.example/2026/06/line
  date: 2026-06
  language: ru
old:
  name: {ru: «Хроника», en: The Chronicle}
  url: none
  date: 2022-12-11
undated:
  name: {ru: Листок, en: The Leaflet}
  url: https://leaflet.example/line
  date: none
"""
QUESTIONS = """\
hours:
  name: {ru: Часы, en: Hours}
  unknown: {ru: Позвоните., en: Call.}
  link: /faq/calling/is-it-free
cost:
  name: {ru: Стоимость, en: Cost}
"""
NORTH = """\
name: {ru: Север, en: The North}
short: {ru: Север, en: North}
title: {ru: Линия на Севере, en: The line in the North}
lead: {ru: "Звоните {number}.", en: "Call {number}."}
facts:
  cost:
    text: {ru: "Звонок был бесплатным, и по 8-800-555-35-35.", en: "It was free, on 8-800-555-35-35 too."}
    sources: [herald, old]
"""
SOUTH = """\
name: {ru: Юг, en: The South}
facts:
  hours: {unknown: true, text: {ru: Днём отвечали., en: By day they answered.}, sources: old}
"""
FILES: dict[str, str | bytes] = {
    "sources.yaml": SOURCES,
    "regions/questions.yaml": QUESTIONS,
    "regions/north.yaml": NORTH,
    "regions/south.yaml": SOUTH,
}
ANSWER = "faq/calling/is-it-free/ru.md"
NEWS = "news/2023-01-31-item/ru.md"


def told(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """The errors and advice of the site with these files, in English, without the remedies."""
    problems = load_site(build_options(content_of(folder, {**FILES, **files}))).problems
    for found in problems:
        assert all(found.message(code) for code in message_languages())
    return [found.format("en").removeprefix("content/") for found in problems]


def rows(html: str) -> list[tuple[str, ...]]:
    table = lxml.html.fragment_fromstring(html)
    return [tuple(plain(cell.text_content()) for cell in row) for row in table.xpath(".//tbody/tr")]


def plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


def test_a_region_answers_what_is_known_and_then_says_what_is_not(tmp_path: Path) -> None:
    russian, english = read(content_of(tmp_path, FILES)).editions
    north, south = english.regions
    assert [region.name for region in russian.regions] == ["Север", "Юг"]
    assert [plain(each) for each in (north.title, north.lead, north.link.short)] == [
        "The line in the North",
        "Call 122.",
        "North",
    ]
    assert [plain(each) for each in (south.title, south.link.short)] == ["122: The South", "The South"]
    assert rows(north.html) == [
        ("Cost", "It was free, on 8-800-555-35-35 too. The Herald, The Chronicle", "June 2026"),
        ("Hours", "Not known. Call.", ""),
    ]
    assert rows(south.html)[0] == (
        "Hours",
        "Not known. By day they answered. The Chronicle",
        "11 December 2022, more than a year old",
    )
    tree = lxml.html.fragment_fromstring(north.html)
    assert tree.xpath(".//a/@href") == [
        "tel:+78005553535",
        "https://herald.example/2026/06/line",
        "/en/faq/calling/#is-it-free",
    ]
    assert tree.xpath(".//a/@hreflang") == ["ru"]


def test_an_answer_shows_what_is_known_by_region(tmp_path: Path) -> None:
    text = "---\ntitle: Сколько стоит?\ndate: 2026-11-22\n---\nПо-разному.\n\n{regions}cost\n"
    content = content_of(tmp_path, {**FILES, "faq/calling/cost/ru.md": text})
    russian = read(content).editions[0]
    answer = next(item for item in russian.questions if item.slug == "cost")
    assert answer.as_of == AsOf("2026-06", "июнь\u00a02026\u00a0г.", is_old=False)
    words = plain(text_content(answer.html))
    assert "Остальные регионы Неизвестно." in words
    assert 'data-region="north"' in answer.html


def test_items_name_their_regions_and_regions_list_them(tmp_path: Path) -> None:
    news = "---\ntitle: Новость\nsummary: Коротко.\nregions: [north]\n---\nТекст.\n"
    russian, english = read(content_of(tmp_path, {**FILES, NEWS: news})).editions
    assert [link.name for link in russian.news[0].regions] == ["Север"]
    assert [teaser.title for teaser in english.regions[0].teasers] == ["Новость"]
    assert english.regions[1].teasers == ()


def test_an_edition_may_lack_a_region(tmp_path: Path) -> None:
    files = {
        "regions/east.yaml": "name: {ru: Восток}\nfacts:\n  hours: {as_of: 2026-11, text: {ru: Днём.}}\n"
    }
    content = content_of(tmp_path, {**FILES, **files})
    russian, english = read(content).editions
    assert (len(russian.regions), len(english.regions)) == (3, 2)
    assert [language.code for language in russian.regions[0].languages] == ["ru"]
    assert any("east.yaml:1: the region has no name in: en." in each for each in told(tmp_path / "b", files))


def test_a_source_without_a_name_in_a_language_is_named_in_another(tmp_path: Path) -> None:
    files = {"sources.yaml": SOURCES.replace("{ru: Вестник, en: The Herald}", "{ru: Вестник}")}
    english = read(content_of(tmp_path, {**FILES, **files})).editions[1]
    assert "Вестник, The Chronicle" in rows(english.regions[0].html)[0][1]
    assert any(
        "sources.yaml:2: the source has no name in: en." in each for each in told(tmp_path / "b", files)
    )


def test_questions_are_worded_in_the_languages_of_the_regions(tmp_path: Path) -> None:
    questions = {"regions/questions.yaml": "hours:\n  name: {ru: Часы}\ncost:\n  name: {ru: Стоимость}\n"}
    assert any(each.startswith("regions/questions.yaml:2: ") for each in told(tmp_path, questions))
    regions = {f"regions/{name}.yaml": f"name: {{ru: {name}}}\n" for name in ("north", "south")}
    assert not any(
        each.startswith("regions/questions.yaml") for each in told(tmp_path / "b", {**questions, **regions})
    )


def test_a_site_without_regions_has_no_trace_of_them(tmp_path: Path) -> None:
    content = read(content_of(tmp_path))
    assert all(edition.regions == () for edition in content.editions)
    assert not {path for path in content.references.links.listings if path.startswith("regions")}


def test_a_page_may_bear_the_name_of_the_folder(tmp_path: Path) -> None:
    page: dict[str, str | bytes] = {"regions/ru.md": "---\ntitle: Регионы\nsummary: О них.\n---\nТекст.\n"}
    assert [page.title for page in read(content_of(tmp_path, page)).editions[0].pages][-1] == "Регионы"
    assert [each for each in told(tmp_path / "b", page) if each.startswith("regions/ru.md:1: ")]


def test_regions_are_found_with_the_answers(tmp_path: Path) -> None:
    first = next(iter(split_into_shards(read(content_of(tmp_path, FILES)).editions[0], "russian")))
    assert {"/ru/regions/north/", "/ru/regions/south/"} < {item.url for item in first.items}


FACT = "name: {ru: Запад, en: The West}\nfacts:\n  cost: {%s}\n"


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("sources.yaml", SOURCES.replace("date: 2026-06", "date: June"), "sources.yaml:4: “June” is no date"),
        (
            "sources.yaml",
            SOURCES.replace("2026-06\n", "2027-06\n"),
            "sources.yaml:4: “date: 2027-06” has not come yet",
        ),
        ("sources.yaml", SOURCES.replace("  date: none\n", ""), "sources.yaml:11: the source has no date."),
        (
            "sources.yaml",
            SOURCES.replace("language: ru", "language: russian"),
            "sources.yaml:5: “russian” is no",
        ),
        ("sources.yaml", SOURCES.replace("https:", "ftp:", 1), "sources.yaml:3: "),
        ("sources.yaml", SOURCES.replace("  url: none", "  link: none"), "sources.yaml:8: "),
        ("sources.yaml", "- herald\n", "sources.yaml:1: the list of sources cannot be read."),
        ("regions/west.yaml", "- west\n", "regions/west.yaml:1: the file cannot be read."),
        ("regions/West.yaml", "name: {ru: А, en: B}\n", "regions/West.yaml:1: “West.yaml” cannot be"),
        ("regions/west.yaml", "title: {ru: А, en: B}\n", "regions/west.yaml:1: "),
        ("regions/west.yaml", FACT % "as_of: 2026", "regions/west.yaml:3: "),
        (
            "regions/west.yaml",
            FACT % "text: {ru: Даром., en: Free.}",
            "regions/west.yaml:3: it is not said how “cost” is known.",
        ),
        (
            "regions/west.yaml",
            FACT % "text: {ru: Даром., en: Free.}, sources: heral",
            "regions/west.yaml:3: there is no source “heral” in sources.yaml. Write one of: herald",
        ),
        (
            "regions/west.yaml",
            FACT.replace("cost", "costs") % "as_of: 2026, text: {ru: Даром., en: Free.}",
            "regions/west.yaml:3: there is no question “costs”",
        ),
        (
            "regions/west.yaml",
            FACT % "as_of: 2026, text: {ru: Даром., en: Free.}, link: /faq/no",
            "regions/west.yaml:3: ",
        ),
        (
            "regions/west.yaml",
            FACT % "text: {ru: Даром.}, as_of: 2026",
            "regions/west.yaml:3: ",
        ),
        (
            "regions/west.yaml",
            FACT % "sources: undated, text: {ru: 'Да, даром.', en: 'Yes, free.'}",
            "regions/west.yaml:3: the answer says yes",
        ),
        (
            "regions/west.yaml",
            FACT % "sources: old, text: {ru: Отвечают даром., en: It is free.}",
            "regions/west.yaml:3: the answer speaks of now",
        ),
        ("regions/west.yaml", "name: {ru: А, en: B}\nfigures: x.y\n", "regions/west.yaml:2: "),
        ("regions/questions.yaml", QUESTIONS.replace("is-it-free", "no"), "regions/questions.yaml:1: "),
        (
            "regions/questions.yaml",
            QUESTIONS + "Часы: {name: {ru: А, en: B}}\n",
            "regions/questions.yaml:7: ",
        ),
        (
            NEWS,
            "---\ntitle: Новость\nsummary: Да.\nregions: [nort]\n---\nТекст.\n",
            "news/2023-01-31-item/ru.md:4: there is no region “nort”. Write one of: north",
        ),
        (
            NEWS,
            "---\ntitle: Новость\nsummary: Да.\nsources: [herald]\n---\nТекст.\n",
            "news/2023-01-31-item/ru.md:4: “sources” belongs to answers",
        ),
        (
            NEWS,
            "---\ntitle: Новость\nsummary: Да.\n---\nТекст.\n\n{regions}costs\n",
            "news/2023-01-31-item/ru.md:7: there is no question “costs”",
        ),
        (
            NEWS,
            "---\ntitle: Новость\nsummary: Да.\n---\nТекст {regions}cost здесь.\n",
            "news/2023-01-31-item/ru.md:5: {regions}cost stands in the middle",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line(file: str, text: str, problem: str, tmp_path: Path) -> None:
    found = told(tmp_path, {file: text})
    assert [each for each in found if each.startswith(problem)], found


def test_aliases_are_understood(tmp_path: Path) -> None:
    west = (
        "регион: {ru: Запад, en: The West}\nответы:\n"
        "  cost: {текст: {ru: Даром., en: Free.}, источники: herald}\n"
    )
    found = told(tmp_path, {"regions/west.yaml": west})
    assert [each.partition(": ")[0] for each in found] == ["regions/west.yaml:1", "regions/west.yaml:2"] + [
        "regions/west.yaml:3"
    ] * 2
    assert [region.id for region in read(tmp_path / "content").editions[0].regions] == [
        "west",
        "north",
        "south",
    ]
