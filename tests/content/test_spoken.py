"""The words figures are spoken with: what a language's file lacks is told before anything speaks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.diagnostics.problem import ContentError
from tests.building import DEMO, ROOT, build_options, content_of, inv, read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_language_whose_words_for_figures_lack_one_is_told_which(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    file = theme / "phrases" / "figures" / "en.toml"
    written = file.read_text(encoding="utf-8")
    file.write_text(
        "".join(line for line in written.splitlines(keepends=True) if not line.startswith("as_of = ")),
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"theme/phrases/figures/en\.toml:1: .*page\.as_of"):
        read(content_of(tmp_path), theme=theme)


@pytest.mark.parametrize(
    "text", ["[page\n", 'locale = "zz"\n', "\ufeff["], ids=["no-toml", "no-phrases", "mark"]
)
@pytest.mark.parametrize("code", ["ru", "en"])
@pytest.mark.parametrize("folder", ["", "facts", "figures"])
def test_words_that_cannot_be_read_are_told_of_and_not_what_follows(
    folder: str, code: str, text: str, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "phrases" / folder / f"{code}.toml").write_text(text, encoding="utf-8")
    found = load_site(build_options(DEMO, theme=theme, cache=tmp_path / "cache"))
    place = "/".join(("theme/phrases", *folder.split(), f"{code}.toml"))
    assert place in {each.path for each in found.problems}
    assert {each.path.partition("/")[0] for each in found.problems} == {"theme"}


SET = """title: {en: Calls, es: Llamadas}
sources:
  report: {publisher: {en: A report, es: Un informe}, url: none, date: 2025-12-31}
cards:
  - id: all
    kind: number
    title: {en: 120 calls in December, es: 120 llamadas en diciembre}
    context: {en: It was the first month., es: Fue el primer mes.}
    unit: none
    value: 120
    source: report
"""


def test_a_site_speaks_of_figures_in_its_own_words_and_in_new_ones(tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "out"
    shutil.copytree(ROOT / "examples" / "211", content)
    words = content / "phrases" / "figures" / "es.toml"
    words.parent.mkdir()
    (content / "figures").mkdir()
    (content / "figures" / "calls.yaml").write_text(SET, encoding="utf-8")
    english = (ROOT / "theme" / "phrases" / "figures" / "en.toml").read_text(encoding="utf-8")
    for said in ("Fuente", "Origen"):
        words.write_text(english.replace("Source: {source}", f"{said}: {{source}}"), encoding="utf-8")
        built = inv(
            *("build", "--content", content, "--output", output, "--cache", tmp_path / "cache"),
            *("--no-search", "--now", "2026-11-22T12:00"),
        )
        assert built.returncode == 0, built.stdout + built.stderr
        pages = {
            code: (output / code / "figures" / "calls" / "index.html").read_text("utf-8")
            for code in ("es", "en")
        }
        assert f"{said}: Un informe" in pages["es"].replace("\u00a0", " ")
        assert said not in pages["en"]
