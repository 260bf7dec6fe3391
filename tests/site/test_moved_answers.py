"""An answer that has moved leaves a trace at its old anchor, where links of other sites still lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html

from tests.building import content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = "---\ntitle: {}\ndate: 2023-01-31\n{}---\n\n{}\n"


def test_old_anchors_of_moved_and_renamed_answers_lead_to_them(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "faq/health/where/ru.md": ANSWER.format("Куда?", "moved_from: /ru/faq/calling/kuda/\n", "Сюда."),
        "faq/health/who/ru.md": ANSWER.format("Кто?", "moved_from: [faq/health/kto, faq/gone/kto]\n", "Мы."),
    }
    content, output = content_of(tmp_path, files), tmp_path / "output"
    topics = (content / "topics.yaml").read_text(encoding="utf-8")
    assert "health" in topics
    built = inv(
        "build", "--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search"
    )
    assert built.returncode == 0, built.stderr
    calling = lxml.html.parse(str(output / "ru" / "faq" / "calling" / "index.html")).getroot()
    trace = calling.get_element_by_id("kuda")
    assert [(link.get("href"), link.text) for link in trace.iter("a")] == [("/ru/faq/health/#where", "Куда?")]
    health = lxml.html.parse(str(output / "ru" / "faq" / "health" / "index.html")).getroot()
    assert health.xpath("//section[@id='who']//*[@id='kto']")
    emptied = (output / "ru" / "faq" / "gone" / "index.html").read_text(encoding="utf-8")
    assert "/ru/faq/health/#who" in emptied
