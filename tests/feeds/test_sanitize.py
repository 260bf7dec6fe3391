from __future__ import annotations

import pytest

from plugins.feeds.sanitize import plain_text, sanitize_for_feed, single_line, xml_safe
from tests.feeds.builders import RICH

PAGE = "https://122.example/ru/news/x/"


@pytest.mark.parametrize(
    ("typed", "portable_html"),
    [
        ('<a href="/ru/faq/">q</a>', '<a href="https://122.example/ru/faq/">q</a>'),
        ('<a href="#how">q</a>', f'<a href="{PAGE}#how">q</a>'),
        ('<a href="tel:122">122</a>', '<a href="tel:122">122</a>'),
        (
            '<a href="https://ok.example/?a=1&amp;b=2">q</a>',
            '<a href="https://ok.example/?a=1&amp;b=2">q</a>',
        ),
        ('<a href="javascript:alert(1)">q</a>', "<a>q</a>"),
        (
            '<img src="/m/a.jpg" srcset="/m/b.jpg 2x" alt="Зал">',
            '<img src="https://122.example/m/a.jpg" alt="Зал">',
        ),
        ('<data value="8814">8814 раз</data>', "8814 раз"),
        ('<p class="a" id="b" style="color:red" lang="en">x</p>', '<p lang="en">x</p>'),
        ("<script>a</script><style>b</style><svg><text>c</text></svg><!-- d -->e", "e"),
    ],
)
def test_html_is_sanitized_for_other_programs(typed: str, portable_html: str) -> None:
    assert sanitize_for_feed(typed, PAGE) == portable_html


def test_no_text_is_lost() -> None:
    words = plain_text(sanitize_for_feed(RICH, PAGE))
    assert words == "Как считали Врача вызвали 8814 раз, см. выше и ответы. Код: <![CDATA[ ]]>"


@pytest.mark.parametrize(
    ("given", "carried"),
    [
        ("a\x00b\x08c\x1fd", "abcd"),
        ("a\ud800b", "a\ufffdb"),
        ("a\ufffe\uffffb", "ab"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("👩\u200d🚒 \u202eעברית\u202c ҕ ҥ ө һ ү \u0085", "👩\u200d🚒 \u202eעברית\u202c ҕ ҥ ө һ ү \u0085"),
    ],
)
def test_only_characters_that_xml_forbids_are_removed(given: str, carried: str) -> None:
    assert xml_safe(given) == carried


def test_a_single_line_has_no_breaks() -> None:
    assert single_line(" a\n\tb  c ") == "a b c"
