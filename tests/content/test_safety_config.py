"""`safety:` in `site.yaml`: where the exit leads and a title that gives nothing away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.site_config import read_site_config
from plugins.diagnostics.problem import message_languages
from plugins.model.config import Safety
from plugins.pwa.web_app import draw_icon, icon_design
from tests.building import ROOT, SITE, content_of

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.model.config import SiteConfig

EXIT = "https://weather.example/"


def read(safety: str, folder: Path) -> tuple[SiteConfig, tuple[Problem, ...]]:
    content = content_of(folder)
    with (content / "site.yaml").open("a", encoding="utf-8") as config:
        config.write(f"\nsafety: {safety}\n")
    return read_site_config(content, "content", ROOT / "theme")


def test_the_exit_and_the_title_are_read(tmp_path: Path) -> None:
    site, problems = read(f"{{exit: '{EXIT}', title: {{ru: Заметки, en: Notes}}}}", tmp_path)
    assert problems == ()
    assert site.safety == Safety(exit=EXIT, title={"ru": "Заметки", "en": "Notes"})


@pytest.mark.parametrize(
    ("safety", "code"),
    [
        ("{title: {ru: Заметки, en: Notes}}", "site-safety-exit-missing"),
        ("{exit: weather, title: {ru: Заметки, en: Notes}}", "site-safety-exit"),
        ("{exit: 'javascript:x()', title: {ru: Заметки, en: Notes}}", "site-safety-exit"),
        (f"{{exit: '{EXIT}'}}", "field-missing-texts"),
        (f"{{exit: '{EXIT}', title: {{ru: Заметки}}}}", "field-missing-language"),
        (f"{{exit: '{EXIT}', title: {{ru: Линия 122, en: Notes}}}}", "site-safety-title"),
    ],
)
def test_an_incomplete_or_telling_configuration_is_reported(safety: str, code: str, tmp_path: Path) -> None:
    _, problems = read(safety, tmp_path)
    assert [found.code for found in problems] == [code]
    assert all(problems[0].message(language) for language in message_languages())


def test_the_icon_has_neither_number_nor_handset(tmp_path: Path) -> None:
    site, _ = read(f"{{exit: '{EXIT}', title: {{ru: Заметки, en: Notes}}}}", tmp_path)
    palette = {"accent": "#0a6673", "accent-ink": "#ffffff", "ground": "#f5f8f8"}
    design = icon_design(site, palette)
    upper_half = draw_icon(design, 64).crop((0, 0, 64, 40))
    assert upper_half.getcolors() == [(64 * 40, (10, 102, 115))]
    assert icon_design(SITE, palette).text
