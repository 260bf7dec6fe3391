"""`./inv new summary 2022`: the page of a year from what its figures and news hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.editor.new import NewItem
from plugins.editor.new_summary import summary_of_year
from tests.building import DEMO, NOW, build_options, content_of, inv
from tests.figures.samples import site_figures

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page of 2022 of the demonstration."""
    options = build_options(DEMO, cache=tmp_path_factory.mktemp("cache"))
    return summary_of_year(NewItem("summary", {}, NOW.date()), 2022, load_site(options), options)


@pytest.mark.parametrize("code", ["ru", "en"])
def test_the_page_has_the_figures_and_news_of_its_year_only(demo: dict[str, str], code: str) -> None:
    text = demo[f"summaries/2022/{code}.md"]
    figures = site_figures()[0]
    listed = re.findall(r"^- [^\[\n]*\{figure\}([\w.-]+)$", text, re.MULTILINE)
    shown = re.findall(r"^\{card\}([\w.-]+)$", text, re.MULTILINE)
    assert "russia-2022.calls" in listed
    assert "yakutia-covid.requests" in shown
    assert all(str(figures.figures[address].covers).startswith("2022") for address in listed)
    assert not {"tatarstan-2021.calls", "launch-2020.regions", "belgorod-2026.calls"} & {*listed, *shown}
    links = re.findall(r"\]\(/news/(\d{4})-", text)
    assert len(links) > 5
    assert set(links) == {"2022"}


def test_the_page_is_a_draft_with_topics_and_sources(demo: dict[str, str]) -> None:
    text = demo["summaries/2022/ru.md"]
    assert "status: draft" in text
    assert "date: 2022-12-31" in text
    assert "topics: [statistics, regions" in text
    assert "Источник: [yakd.riihsmedia.ru](https://yakd.riihsmedia.ru/" in text


@pytest.mark.parametrize(
    ("more", "day", "listed"),
    [
        ("", "2026-11-10", 1),
        ("status: checking\n", "2026-11-10", 1),
        ("status: obsolete\nreason: Старое.\n", "2026-11-10", 1),
        ("status: draft\n", "2026-11-10", 0),
        ("status: withdrawn\nreason: Ошибка.\n", "2026-11-10", 0),
        ("", "2026-12-30", 0),
    ],
    ids=["published", "checking", "obsolete", "draft", "withdrawn", "to come"],
)
def test_only_news_that_readers_can_follow_a_link_to_are_listed(
    more: str, day: str, listed: int, tmp_path: Path
) -> None:
    name = f"news/{day}-item"
    text = f"---\ntitle: Линия\nsummary: Коротко.\ntopics: [health]\n{more}---\n\nТекст.\n"
    options = build_options(content_of(tmp_path, {f"{name}/ru.md": text}), preview=True)
    made = summary_of_year(NewItem("summary", {}, NOW.date()), 2026, load_site(options), options)
    assert made["summaries/2026/ru.md"].count(f"(/{name}/)") == listed


def test_the_command_takes_a_year_and_the_page_passes_the_check(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    made = inv("new", "summary", "2023", "--content", str(content), "--lang", "en")
    assert made.returncode == 0, made.stderr
    assert (content / "summaries" / "2023" / "ru.md").read_text(encoding="utf-8").startswith("---\n")
    assert "0 errors" in inv("check", "--content", str(content), "--lang", "en").stdout
    again = inv("new", "summary", "2023", "--content", str(content), "--lang", "en")
    assert (again.returncode, "there is such an item already" in again.stdout + again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("typed", "year"), [("20x", "20x"), ("12", "12"), ("--year=-5", "-5"), ("--year=0", "0")]
)
def test_a_year_that_is_none_is_told(typed: str, year: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    told = inv("new", "summary", typed, "--content", str(content), "--lang", "en")
    assert told.returncode != 0
    assert f"--year {year}" in told.stderr or f"--year: {year}" in told.stderr, told.stderr
    assert not (content / "summaries" / year).exists()
