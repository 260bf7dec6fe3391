"""A fault is told at its own line, not at the first one where the same text occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from tests.building import build_options, content_of
from tests.markdown.documents import BODY_LINE, read

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-31-item/ru.md"
HEAD = "---\ntitle: Новость\nsummary: Коротко.\n---\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Строка<br>раз.\n\nДва <b>три.", "html-unclosed", 2),
        ("[a](https://example.org/x)\n\n[b](https://example.org/)\n\n[c](https://example)", "link-broken", 4),
        ("[раз](tel:112)\n\n[два](tel:1)", "link-number-length", 2),
        ("[раз](https://a.org:80/)\n\n[](https://a.org)", "link-without-words", 2),
        ("![Схема](plan.png.jpg)\n\n![](plan.png)", "picture-without-alt", 2),
        ("## Раздел\n\nА.\n\n### Раздел\n\nБ.\n\n##### Раздел", "heading-skips", 8),
        ("Слово **важно** и\n\nслово **важно", "emphasis-unclosed", 2),
        ("Код `[^a]`.\n\nСлово[^a].", "footnote-missing", 2),
        ("```\n<div>\n```\n\n<div>да</div>", "html-tag", 4),
        ("{card}a.b.c\n\nКарточка {card}a.b здесь.", "card-not-alone", 2),
    ],
)
def test_a_fault_of_a_text_is_told_at_its_own_line(text: str, code: str, line: int) -> None:
    found = [each.line - BODY_LINE for each in read(text).problems if each.code == code]
    assert found == [line]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[a](/news/2022-12-30-year-in-figures/)\n\n[b](/news/2022)", "link-dead", 2),
        ("[a](/about/)\n\n`[b](/about)`\n\n[c](/about/#nothing)", "anchor-dead", 4),
        ("{figure}a.b.c и\n\n{figure}a.b.", "figures-none", 2),
        ("![Схема](plan.png)\n\n![Схема](plan.pn)", "picture-missing", 2),
    ],
)
def test_a_fault_of_a_reference_is_told_at_its_own_line(
    text: str, code: str, line: int, tmp_path: Path
) -> None:
    problems = load_site(build_options(content_of(tmp_path, {ITEM: HEAD + text}))).problems
    lines = [each.line - BODY_LINE - 1 for each in problems if each.code == code and each.path.endswith(ITEM)]
    assert lines[-1] == line
