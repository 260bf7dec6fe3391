"""The reading of many texts by others leaves this process time to load what is needed next."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.editions import abreast
from tests.building import build_options

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "---\ntitle: Название\nsummary: О чём.\n---\n\nТекст.\n"


@pytest.mark.parametrize("texts", [abreast.ENOUGH * abreast.SHEET, 3])
def test_what_is_needed_soon_is_loaded_while_others_read_many_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: int
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "needed_soon.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "modules")
    monkeypatch.setattr(abreast, "processors", lambda: 2)
    for number in range(texts):
        item = tmp_path / "content" / "news" / f"2023-01-31-item-{number}"
        item.mkdir(parents=True)
        (item / "ru.md").write_text(TEXT)
    examination = load_site(build_options(tmp_path / "content", soon=("needed_soon",)))
    assert all(document.matter.title == "Название" for document in examination.documents)
    assert (sys.modules.pop("needed_soon", None) is not None) == (texts > 3)
