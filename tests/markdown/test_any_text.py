from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.markdown.references import PLACEHOLDER
from tests.markdown.documents import read

PIECES = st.sampled_from(
    [
        *(
            "слово",
            "a",
            "122",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\t",
            "    ",
            '"',
            "'",
            "-",
            " - ",
            "--",
            "...",
            "\\",
        ),
        *(
            "*",
            "**",
            "_",
            "`",
            "```\n",
            "~~~\n",
            "# ",
            "## ",
            "> ",
            "- ",
            "1. ",
            "|",
            "a | b\n--- | ---\n",
            ":   ",
        ),
        *(
            "[",
            "]",
            "(",
            ")",
            "![",
            "](",
            "[a](b)",
            "![a](b.jpg)",
            "[^1]",
            "\n\n[^1]: ",
            "[a]: b\n",
            "{.lead}",
        ),
        *(
            "{#id}",
            "{",
            "}",
            "{figure}a.b",
            "|c",
            "{card}a.b",
            "{figure}",
            '!!! note "a"\n',
            "<",
            ">",
            "&",
            "&#58;",
        ),
        *(
            "<b>",
            "</b>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<details>\n",
            "</details>",
            "<b onclick='a'>",
        ),
        *(
            "javascript:",
            "https://",
            "//",
            "mailto:",
            "<https://a.ru>",
            "<a@b.ru>",
            "<?",
            "?>",
            "<![CDATA[",
            "]]>",
        ),
        *(
            "\x00",
            "\x02",
            "\x03",
            "\ue000link:0\ue001",
            "\ue002",
            "\u202e",
            "\ufeff",
            "\r",
            "\u2028",
            "ҕ",
            "\U0001f600",
        ),
        *(
            "---\n",
            "===\n",
            "title: b\n",
            "date: 05.06.2023\n",
            "\x02wzxhzdk:0\x03",
            "\x02klzzwxh:0000\x03",
            "\x02amp\x03",
        ),
    ]
)
TAGS = set(
    re.findall(
        r"\w+",
        "a abbr b bdi blockquote br cite code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd"
        "|li mark ol p pre q s samp small span strong sub summary sup table tbody td th thead time tr u ul"
        "|var wbr",
    )
)
ATTRIBUTES = {"class", "datetime", "dir", "href", "id", "lang", "open", "role", "title"}


class Strict(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            address = (value or "").strip().lower()
            assert name != "href" or not address.startswith(("javascript", "data", "vbscript", "//"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["ru", "en"]))
@example("[x](//evil)", "ru")
@example("<details>\n[x](javascript:a)\n</details>", "ru")
def test_any_text_is_read_and_its_html_is_safe(text: str, language: str) -> None:
    document = read(text, language)
    if not document.problems:
        parser = Strict()
        parser.feed(document.html)
        parser.close()
    for match in PLACEHOLDER.finditer(document.html):
        known = {"link": document.links, "picture": document.pictures}.get(match[1], document.figures)
        assert int(match[2]) < len(known)
    last_line = text.count("\n") + text.count("\r") + 4
    for problem in document.problems:
        assert 1 <= problem.line <= last_line
        assert problem.format("ru")
        assert problem.format("en")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=30).map("".join).map(str.encode)))
def test_any_bytes_are_read(content: bytes) -> None:
    document = read(content)
    assert read(content) == document
