"""Texts as people write them, compared with an implementation of CommonMark: the same, or an error."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from plugins.diagnostics.problem import Severity
from tests.markdown.documents import BODY_LINE, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plugins.model.document import Document

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TYPOGRAPHY = str.maketrans(
    {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-"}
)
SAME_TAG = {"s": "del", "b": "strong", "i": "em"}
IGNORED_TAGS = frozenset({"thead", "tbody", "span", "picture"})
VOID = frozenset({"br", "hr", "img", "wbr"})
INLINE_TAGS = frozenset({"a", "em", "strong", "del", "s", "code", "kbd", "sub", "sup", "mark", "abbr"})


class Outline(HTMLParser):
    """A page as a reader sees it: tags, texts, and the numbers that a browser puts before items."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.texts: list[str] = []
        self.numbers: list[int | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "ol":
            self.numbers.append(int(values.get("start") or 1))
        elif tag == "ul":
            self.numbers.append(None)
        if tag not in INLINE_TAGS:
            self.texts.append(" ")
        if tag not in IGNORED_TAGS:
            self.parts.append(f"<{SAME_TAG.get(tag, tag)}>")
        if tag == "li" and self.numbers and (number := self.numbers[-1]) is not None:
            number = int(values.get("value") or number)
            self.handle_data(f" {number}. ")
            self.numbers[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE_TAGS:
            self.texts.append(" ")
        if tag in {"ol", "ul"} and self.numbers:
            self.numbers.pop()
        if tag not in IGNORED_TAGS and tag not in VOID:
            self.parts.append(f"</{SAME_TAG.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, numbers of items included."""
        return _plain("".join(self.texts))

    @property
    def structure(self) -> str:
        """Tags and texts; white space between tags is nothing."""
        return re.sub(
            r" ?(</?(?:p|ul|ol|li|blockquote|pre|table|tr|td|th|h\d|hr|br|div|dl|dt|dd|details|summary)>) ?",
            r"\1",
            _plain("".join(self.parts)),
        )


def _plain(text: str) -> str:
    return " ".join(text.translate(TYPOGRAPHY).replace("…", "...").split())


def errors(document: Document) -> list[str]:
    """The codes of a document's errors."""
    return [each.code for each in document.problems if each.severity is Severity.ERROR]


INLINE = [
    "слово",
    "*раз* и **два**",
    "_раз_ и __два__",
    "***оба***",
    "**раз *два* три**",
    "*раз **два***",
    "раз*два*три",
    "раз_два_три",
    "snake_case_name",
    "**Слово**: да",
    "«*Слово*»",
    '"**Слово**"',
    "*Слово*.",
    "(*слово*)",
    "** раз **",
    "раз * два * три",
    "5* и 6*",
    "цена 5*, скидка 10*",
    "~~раз~~",
    "раз ~~два~~.",
    "~5 минут",
    "`код`",
    "`` a`b ``",
    "`*раз*`",
    "`<b>`",
    r"\*раз\*",
    r"\_раз\_",
    r"\# раз",
    r"\~раз\~",
    r"a\\b",
    r"C:\new",
    r"\[раз\]",
    r"1\. раз",
    "[слова](https://example.org/)",
    "[*слова*](https://example.org/ 'Имя')",
    "<https://example.org/a_b_c>",
    "<kbd>Ctrl</kbd>",
    "&copy; 2022",
    "AT&T",
    "a < b > c",
    "&amp;lt;",
    "раз  два",
    "[так]",
    "(раз) {два}",
    "50 %",
    "№ 5",
    "раз\\\nдва",
    "раз  \nдва",
    "раз\nдва",
    "*раз\nдва*",
    "Ctrl+C",
    "2 * 3 = 6",
    "a*b",
    "*раз*два",
    "раз**два**три",
    "__раз__два",
    "**раз**два",
    "раз: `x`, **y**",
    "+7 999",
    "!слово",
    "# ",
    "C#",
    "*[слова](https://example.org/)*",
]
BLOCKS = [
    "- раз\n- два",
    "* раз\n* два",
    "+ раз\n+ два",
    "1. раз\n2. два",
    "1) раз\n2) два",
    "5. пять\n6. шесть",
    "1. раз\n1. два\n1. три",
    "0. раз\n1. два",
    "- раз\n\n- два",
    "1. раз\n\n2. два",
    "- раз\n  ещё",
    "- раз\nещё",
    "- раз\n\n  абзац\n- два",
    "1. раз\n\n   абзац\n2. два",
    "1. раз\n\n   абзац\n\n2. два",
    "- раз\n  - два\n    - три",
    "1. раз\n   - два\n2. три",
    "- раз\n  1. два\n  2. три",
    "- раз\n* два",
    "1. раз\n2) два",
    "- [ссылка](https://example.org/)",
    "- раз\n\n      код\n- два",
    "- раз\n\n  > цитата\n- два",
    "1. раз\n\n   > цитата\n2. два",
    "- раз\n  > цитата",
    "- раз\n\n  ```\n  код\n  ```\n- два",
    "1. раз\n   ```\n   код\n\n   ещё\n   ```\n2. два",
    "- ```\n  код\n  ```",
    "```\nкод\n```",
    "~~~\nкод\n~~~",
    "```python\nкод\n```",
    " ```\n код\n ```",
    "````\n```\n````",
    "```\n- раз\n> два\n```",
    "текст\n```\nкод\n```\nтекст",
    "> цитата",
    "> раз\n> два",
    "> раз\nдва",
    "> раз\n>\n> два",
    "> раз\n\n> два",
    "> - раз\n> - два",
    "> ```\n> код\n> ```",
    "> > раз",
    "> раз\n> > два",
    "> ## Раз",
    "> раз\n- два",
    "текст\n> цитата",
    "текст\n- раз",
    "текст\n1. раз",
    "текст\n2022. раз",
    "а | б\n--- | ---\nв | г",
    "| а | б |\n|---|---|\n| в | г |",
    "текст\n\n| а | б |\n|:--|--:|\n| в | г |",
    "текст\n| а | б |\n|---|---|\n| в | г |",
    "| а |\n|---|\n| б |",
    "| а | б |\n|---|---|\n| в |",
    "| а | б |\n|---|---|\n| `x\\|y` | г |",
    "## Раз\nтекст",
    "## Раз ##",
    "## Язык C#",
    "Раз\n---",
    "текст\n\n---\n\nтекст",
    "***",
    "_ _ _",
    "* * *",
    "текст\n***\nтекст",
    "    код",
    "текст\n    ещё",
    "раз\n\n\n\nдва",
    "- раз\n\n\n- два",
    "- раз\n\nтекст\n\n- два",
    "1. раз\n\nтекст\n\n2. два",
    "-   раз\n-   два",
    "- раз\n    - два",
    "10. раз\n11. два",
    "- раз\n  текст\n\n  - два\n\n    три",
    "1986. A\n1987. B",
    "* раз\n\n  * два\n\n* три",
    "- **раз**\n- `два`",
    "-\n  раз",
    "- раз\n-\n- три",
]
PLACES = {
    "paragraph": "{}",
    "after a paragraph": "Сначала.\n\n{}",
    "between paragraphs": "Сначала.\n\n{}\n\nПотом.",
    "list": "- {}\n- Дальше",
    "numbered list": "1. {}\n2. Дальше",
    "loose list": "- Сначала\n\n  {}\n\n- Дальше",
    "quote": "> {}",
    "table": "| а | б |\n| --- | --- |\n| {} | да |",
    "heading": "## {}\n\nтекст",
}
MARGINS = {"list": "  ", "numbered list": "   ", "loose list": "  ", "quote": "> "}
ONE_LINE = {"table", "heading"}


def place(typed: str, where: str) -> str:
    """A text in a place of a page."""
    margin = MARGINS.get(where, "")
    return PLACES[where].format(typed.replace("\n", f"\n{margin}"))


NOT_COMPARED = {("а | б\n--- | ---\nв | г", "list"), ("а | б\n--- | ---\nв | г", "numbered list")}
"""markdown-it reads the item's marker as a part of the table's first cell; GitHub does not."""
CASES = [
    *(
        (typed, where)
        for typed, where in product(INLINE, PLACES)
        if where not in ONE_LINE or "\n" not in typed
    ),
    *(case for case in product(BLOCKS, PLACES) if case[1] not in ONE_LINE and case not in NOT_COMPARED),
]


@pytest.mark.parametrize(("typed", "where"), CASES)
def test_a_text_is_as_in_commonmark_or_an_error(typed: str, where: str) -> None:
    text = place(typed, where)
    document = read(text)
    if not errors(document):
        wanted = Outline(COMMONMARK.render(text))
        found = Outline(document.html)
        assert found.text == wanted.text
        assert found.structure == wanted.structure


@pytest.mark.parametrize("typed", [typed for typed in INLINE if "\n" not in typed and '"' not in typed])
def test_a_caption_is_as_in_commonmark_or_an_error(typed: str) -> None:
    text = f'![Зал](a.jpg "{typed}")'
    document = read(text)
    if not errors(document):
        picture = (COMMONMARK.parseInline(text)[0].children or [])[0]
        shown = f"{document.pictures[0].caption} {document.pictures[0].credit}"
        assert _plain(shown) == _plain(str(picture.attrs["title"]))


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("2022. Итоги года", "<p>2022. Итоги года</p>"),
        ("122. Этот номер знают все.", "<p>122. Этот номер знают все.</p>"),
        ("122. Раз\n112. Два", "<p>122. Раз<br>\n112. Два</p>"),
        ("2021. Раз\n2022. Два", '<ol start="2021">\n<li>Раз</li>\n<li>Два</li>\n</ol>'),
        ("текст\n5. раз\n6. два", '<p>текст</p>\n<ol start="5">\n<li>раз</li>\n<li>два</li>\n</ol>'),
        ("1. раз\n3. два", '<ol>\n<li>раз</li>\n<li value="3">два</li>\n</ol>'),
        (
            "1. раз\n\n  ещё\n\n2. два",
            "<ol>\n<li>\n<p>раз</p>\n<p>ещё</p>\n</li>\n<li>\n<p>два</p>\n</li>\n</ol>",
        ),
        ("1. раз\n  - два\n2. три", "<ol>\n<li>раз<ul>\n<li>два</li>\n</ul>\n</li>\n<li>три</li>\n</ol>"),
        ("• раз\n•два", "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>"),
        ("текст\n• раз", "<p>текст</p>\n<ul>\n<li>раз</li>\n</ul>"),
        ("— Алло.\n— Да.", "<p>— Алло.<br>\n— Да.</p>"),
        ("Нужны\n-паспорт\n-полис", "<p>Нужны<br>\n-паспорт<br>\n-полис</p>"),
        ("1.Раз\n2.Два", "<p>1.Раз<br>\n2.Два</p>"),
        ("а) раз\nб) два", "<p>а) раз<br>\nб) два</p>"),
        ("Нужны\na)паспорт\nb)полис", "<p>Нужны<br>\na)паспорт<br>\nb)полис</p>"),
        ("•\tраз\n•\tдва", "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>"),
        ("    a\tb\n    c\td", "<pre><code>a   b\nc   d\n</code></pre>"),
        (r"[раз] (и два), \{number}", "<p>[раз] (и\u00a0два), {number}</p>"),
        (
            "[раз][1] (https://b.example)\n\n[1]: https://a.example",
            '<p><a href="https://a.example">раз</a> (<a href="https://b.example">https://b.example</a>)</p>',
        ),
        ("C++ и С^2, -раз\nдва", "<p>C++ и\u00a0С^2, -раз два</p>"),
        ("Нужны\n– паспорт\n– полис", "<p>Нужны<br>\n– паспорт<br>\n– полис</p>"),
        ("*122*1#", "<p>*122*1#</p>"),
        ("2*3*4 и **5*6**", "<p>2*3*4 и\u00a0<strong>5*6</strong></p>"),
        ("Код *100#, **21*7# и *#06#", "<p>Код *100#, **21*7# и\u00a0*#06#</p>"),
        ("**122**", "<p><strong>122</strong></p>"),
        ("==важно== и a == b", "<p><mark>важно</mark> и\u00a0a == b</p>"),
        ("- [ ] раз\n- [x] два", "<ul>\n<li>☐ раз</li>\n<li>☑ два</li>\n</ul>"),
        ("> [!NOTE]\n> текст", '<div class="admonition note">\n<p>текст</p>\n</div>'),
        ("> [!CAUTION]\n> текст", '<div class="admonition warning">\n<p>текст</p>\n</div>'),
        ("!!! note\n  текст", '<div class="admonition note">\n<p>текст</p>\n</div>'),
        ("::: info\nтекст\n\nещё\n:::", '<div class="admonition note">\n<p>текст</p>\n<p>ещё</p>\n</div>'),
        (
            '??? tip "Имя"\n    текст\n\n    - раз',
            "<details>\n<summary>Имя</summary>\n<p>текст</p>\n<ul>\n<li>раз</li>\n</ul>\n</details>",
        ),
        (
            "<details>\n<summary>Имя</summary>\n\n**раз**\n\n</details>\n\nдва",
            "<details>\n<summary>Имя</summary>\n<p><strong>раз</strong></p>\n</details>\n<p>два</p>",
        ),
        ("*[ООН]: Объединённые нации\n\nООН", '<p><abbr title="Объединённые нации">ООН</abbr></p>'),
        ("Абзац {.lead}", '<p class="lead">Абзац</p>'),
        (r"\"раз\"", "<p>«раз»</p>"),
        ("раз\\\nдва", "<p>раз<br>\nдва</p>"),
        (
            "См. https://example.org/a_b(c)_d.",
            '<p>См. <a href="https://example.org/a_b(c)_d">https://example.org/a_b(c)_d</a>.</p>',
        ),
        ("(www.example.org)", '<p>(<a href="http://www.example.org">www.example.org</a>)</p>'),
        ("a@example.org, да", '<p><a href="mailto:a@example.org">a@example.org</a>, да</p>'),
        ("#5 вопрос", "<p>#5\u00a0вопрос</p>"),
        ("## Раз {два}", '<h2 id="раз-два">Раз {два}</h2>'),
    ],
)
def test_other_dialects_are_understood(typed: str, html: str) -> None:
    document = read(typed)
    assert document.problems == ()
    assert document.html == html


@pytest.mark.parametrize(
    ("typed", "code", "line"),
    [
        ("*122*", "star-digits", 0),
        ("текст\n\nслово **важн", "emphasis-unclosed", 2),
        ("~~слово", "emphasis-unclosed", 0),
        ("`слово", "code-unclosed", 0),
        ("слово\\", "backslash-last", 0),
        ("текст\n\n```\nкод", "fence-unclosed", 2),
        ("- раз\n  ```\n  код\n- два", "fence-unclosed", 1),
        ("> раз\n> ```\n> код\n\nдва", "fence-unclosed", 1),
        ("а | б\n--- | ---\nв | г | д", "table-cells", 2),
        ("а | б\n--- | ---\nв | г\nпосле", "table-line", 3),
        ("текст\n\nмесяц\tзвонки\nмай\t5\nиюнь\t6", "table-pasted", 2),
        ("да\n\n[о правах] (https://example.org/a)", "link-unread", 2),
        ("(о правах)[/about/us/]", "link-unread", 0),
        ("[написать] (a@example.org)", "link-unread", 0),
        ("да\nзвоните {Number}", "name-unread", 1),
        ("принято {число}year.calls", "figure-unread", 0),
        ("звоните { number }", "name-unread", 0),
        ("звоните {номер}", "name-unread", 0),
        ("[бланк](file:///C:/a.pdf)", "link-own-disk", 0),
        ("[бланк](C:\\\\a.pdf)", "link-own-disk", 0),
        ("[почта](mailto:a@@b)", "link-mailbox", 0),
        ("| а | б |\n| в | г |", "table-unread", 0),
        ("раз\nдва\n---", "heading-lines", 1),
        ("[TOC]", "shortcode", 0),
        ('[gallery ids="1"]', "shortcode", 0),
        ("[b]раз[/b]", "shortcode", 0),
        ("[[Страница]]", "shortcode", 0),
        ("{{< youtube abc >}}", "template-tag", 0),
        ("{% include a.html %}", "template-tag", 0),
        (":smile:", "emoji-name", 0),
        *(
            (typed, "foreign-markup", 0)
            for typed in ("'''раз'''", "++раз++", "x^2^", "H~2~O", "\\newpage", "[ ] раз")
        ),
        ("* раз\n** два", "foreign-markup", 1),
        ("раз %%два%%", "shortcode", 0),
        ("$$a^2$$", "formula", 0),
        ("раз^[два]", "footnote-inline", 0),
        ("раз\n\n[1]: закон", "reference-unused", 2),
        ("раз\n\n*[ООН]: нации", "abbreviation-unused", 2),
        ("- раз {.lead}", "attribute", 0),
        ("раз {.other}", "attribute", 0),
        ("::: note\nраз", "container-unread", 0),
        ("!!! note\nраз", "container-unread", 0),
        ('??? tip "Имя"\nраз', "container-unread", 0),
        ("??? tip\n    раз", "details-title", 0),
        ("> [!danger]\n> раз", "admonition", 0),
        ("<ul>\n<li>**раз**</li>\n</ul>", "markdown-in-html", 1),
        ("раз <div", "html-tag", 0),
    ],
)
def test_what_is_not_supported_is_an_error_on_its_line(typed: str, code: str, line: int) -> None:
    found = [(problem.code, problem.line - BODY_LINE) for problem in read(typed).problems]
    assert (code, line) in found


SIGNS = st.sampled_from(
    [
        *(
            "слово",
            "a",
            "Б",
            "122",
            "2022",
            "5",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\n  ",
            "\n    ",
            "*",
            "**",
            "_",
            "__",
        ),
        *(
            "~~",
            "==",
            "`",
            "``",
            "- ",
            "* ",
            "• ",
            "— ",
            "2. ",
            "122. ",
            "5) ",
            "> ",
            "#",
            "## ",
            "|",
            " | ",
            "[",
        ),
        *(
            "\n--- | ---\n",
            "***\n",
            "---\n",
            "```\n",
            '"',
            "'",
            "\\",
            "]",
            "<",
            ">",
            "&",
            ":",
            "!",
            "$",
            "%",
            "{",
        ),
        *("}", "+", "=", ".", ",", "-", "/", "@", ":::", "^", ": ", "…", "№", "«", "»"),
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_all_letters_and_digits_are_kept_in_order(text: str) -> None:
    document = read(text)
    if not errors(document):
        assert _words(Outline(document.html).text) == _words(text)


def _words(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
