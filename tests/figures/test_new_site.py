"""Figures on a new site: whatever its languages, a new set is complete, and messages name real remedies."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.figures.set_reader import TEMPLATE_TEXTS
from tests.building import build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("zh-Hant", "ar", "kk,pt-BR", "en", "ru,en", "de,en")


def publish(file: Path) -> None:
    """Write the texts of a new set that only its editor can know, and delete its status."""
    text = file.read_text(encoding="utf-8").replace("https://example.org/", "https://source.example/")
    for typed in TEMPLATE_TEXTS:
        text = text.replace(json.dumps(typed, ensure_ascii=False), '"Gazette"')
    text = text.replace('"…"', '"Year 2026"')
    file.write_text(re.sub("(?m)^status: .*\n", "", text), encoding="utf-8")


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_new_set_of_figures_is_built_when_its_texts_are_written(languages: str, tmp_path: Path) -> None:
    here = ("--content", tmp_path / "content")
    first = languages.partition(",")[0]
    answers = ("--yes", "--number", "211", "--languages", languages, "--name", "X")
    for command in (("init", *answers), ("new", "figures", "--title", f"{first}=Year 2026")):
        done = inv(*command, *here, "--now", "2026-11-22") if command[0] == "init" else inv(*command, *here)
        assert done.returncode == 0, done.stderr
    publish(tmp_path / "content" / "figures" / "year-2026.yaml")
    folders = ("--output", tmp_path / "output", "--cache", tmp_path / "cache", "--no-search")
    built = inv("build", *here, *folders)
    assert (built.returncode, built.stderr) == (0, ""), built.stderr
    for code in languages.split(","):
        assert (tmp_path / "output" / code / "index.html").is_file()
        page = (tmp_path / "output" / code / "figures" / "year-2026" / "index.html").read_text(
            encoding="utf-8"
        )
        assert 'id="year-2026-calls"' in page
        listing = (tmp_path / "output" / code / "figures" / "index.html").read_text(encoding="utf-8")
        foreign = re.search(r"<figure( lang=.*?) class=", page)
        said = foreign[1] if foreign else ""
        assert f"<h1{said}>" in page
        assert f'<article class="teaser"{said}>' in listing


@pytest.mark.parametrize("key", ["unit: call", "source: report"])
def test_without_units_or_sources_the_message_offers_no_empty_list(key: str, tmp_path: Path) -> None:
    text = f"title: {{ru: Год, en: Year}}\ncards:\n  - id: calls\n    kind: number\n    {key}\n    value: 1\n"
    content = content_of(tmp_path, {"figures/year.yaml": text})
    (content / "figures" / "units.yaml").unlink(missing_ok=True)
    found = [
        each for each in load_site(build_options(content)).problems if each.path.endswith("figures/year.yaml")
    ]
    kind = key.partition(":")[0]
    assert f"figures-first-{kind}" in {each.code for each in found}
    for language in ("en", "ru"):
        for each in found:
            assert not re.search(r": +[-—.)]", each.message(language)), each.message(language)
