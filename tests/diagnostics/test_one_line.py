from __future__ import annotations

import pytest

from plugins.diagnostics.one_line import decode_references, find_markup


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Это **важно** всем", "**важно**"),
        ("Это __важно__", "__важно__"),
        ("Это *важно*", "*важно*"),
        ("Это _очень важно_.", "_очень важно_"),
        ("Это ~~было~~", "~~было~~"),
        ("Наберите `122`", "`122`"),
        ("[Правила](/about/)", "[Правила](/about/)"),
        ("![Зал](a.jpg)", "![Зал](a.jpg)"),
        ("## Заголовок", "## "),
        ("- пункт", "- "),
        ("> цитата", "> "),
        ("Звоните {номер}", "{номер}"),
        ("Call { number }", "{ number }"),
        ("{Figure}year.calls", "{Figure}"),
    ],
)
def test_markup_in_a_text_of_one_line_is_found(text: str, found: str) -> None:
    assert find_markup(text) == found


@pytest.mark.parametrize(
    "text",
    [
        *("Наберите *100# и *21*7#", "2*3*4", "5* и 6*", "snake_case_name", "a_b и c_d", "[так] (и) {этак}"),
        *(
            "#5",
            "№ 5",
            "-5 °C",
            "<b> & </b>",
            "{figure}a.b|short",
            "{number} и {name}",
            "Звоните 8-800-123-45-67",
            "a > b",
            "~5 минут",
        ),
    ],
)
def test_other_signs_are_words(text: str) -> None:
    assert find_markup(text) == ""


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("в&nbsp;городе &mdash; да", "в\u00a0городе — да"),
        ("AT&amp;T &#171;x&#xBB;", "AT&T «x»"),
        ("&amp;lt; и &unknown; и &", "&lt; и &unknown; и &"),
        ("&#8203;&#x200d;", "&#8203;&#x200d;"),
    ],
)
def test_character_references_are_decoded_but_for_invisible_ones(text: str, decoded: str) -> None:
    assert decode_references(text) == decoded
