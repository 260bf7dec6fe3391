"""HTML as Markdown in the form of this site's texts; what would read as markup is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import Tag
from markdownify import ATX, MarkdownConverter

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement

MARKUP = re.compile(
    r"[\\*`\[\]]|(?<![^\W_])_|_(?![^\W_])|\{(?=[\w:.#%{ ])|~(?=~)|=(?==)|\$(?=\$)"
    r"|(?<=\w)\}|(?<![\w:]):(?=[a-z][a-z0-9_+-]*:)"
)
TAG_OR_REFERENCE = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)")
ENTITIES = {"<": "&lt;", "&": "&amp;"}
LINE_START = re.compile(r"(\s*)(?:([#>|=]|[-+](?=\s|$|-)|:(?=\s|::)|!!!|\?\?\?)|(\d{1,9})([.)])(?=\s|$))")
BACKTICKS = re.compile("`+")
SPACES = re.compile(r"\s+")
MANY_SPACES = re.compile(r"\s{4}")
LIST_INDENT = " " * 4
"""Of what continues an item: the least that every dialect takes."""
MAX_COLUMNS = 50
EMPHASIS_TAGS = frozenset({"b", "strong", "em", "i"})
KEPT_TAGS = ("sub", "kbd", "mark", "small", "del", "s", "ins", "u", "samp", "var", "cite", "q", "dfn")
"""Inline tags that texts may have as they are."""


def to_markdown(soup: BeautifulSoup) -> str:
    """The Markdown of cleaned HTML, with one line at its end."""
    for padded in soup.find_all(string=MANY_SPACES):  # the library takes quadratic time for them
        if padded.find_parent("pre") is None:
            padded.replace_with(SPACES.sub(" ", padded))
    text = _Converter(heading_style=ATX, bullets="-", table_infer_header=True).convert_soup(soup)
    lines = [
        line.rstrip() if not line.endswith("  ") or not line.strip() else line for line in text.split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def escape_text(text: str, *, at_start: bool) -> str:
    """Text that Markdown shows as it is."""
    text = TAG_OR_REFERENCE.sub(lambda match: ENTITIES[match[0]], text)
    text = MARKUP.sub(r"\\\g<0>", text)
    return LINE_START.sub(_escape_start, text, count=1) if at_start and LINE_START.match(text) else text


def _escape_start(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}{number}\\{dot}" if number else f"{space}\\{sign}"


class _Converter(MarkdownConverter):  # type: ignore[misc, unused-ignore] # its stubs lag behind its releases
    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape markup; white space within a block is one space."""
        return escape_text(SPACES.sub(" ", text) if "pre" not in parent_tags else text, at_start=True)

    def convert_li(self, el: Tag, text: str, **_: object) -> str:
        """An item, its later lines indented by four spaces."""
        first, *others = text.strip().split("\n")
        lines = [first, *(f"{LIST_INDENT}{line}" if line.strip() else "" for line in others)]
        return f"{_bullet(el)} " + "\n".join(lines) + "\n" if text.strip() else ""

    def convert_section(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Footnotes as the Markdown renderer of this package writes them, back to `[^1]: text`."""
        if "footnotes" not in el.get_attribute_list("class"):
            return f"\n\n{text.strip()}\n\n"
        notes = []
        for number, note in enumerate(el("li"), 1):
            for back in note.select("a.footnote-backref"):
                back.decompose()
            parts = (self.process_element(child, parent_tags) for child in note.children)  # type: ignore[attr-defined] # its stubs lack it
            words = "".join(parts)
            notes.append(f"[^{number}]: {f'{chr(10)}{LIST_INDENT}'.join(words.strip().splitlines())}")
        return "\n\n" + "\n\n".join(notes) + "\n\n"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A footnote's mark, or what stands above the line."""
        if "footnote-ref" in el.get_attribute_list("class"):
            return f"[^{re.sub(r'[^0-9]', '', el.get_text()) or '1'}]"
        return text if "_noformat" in parent_tags or not text.strip() else f"<sup>{text}</sup>"

    def convert_dd(self, _el: Tag, text: str, **_: object) -> str:
        """A definition, its later lines indented by four spaces."""
        first, *others = text.strip().split("\n")
        lines = [first, *(f"{LIST_INDENT}{line}" if line.strip() else "" for line in others)]
        return ": " + "\n".join(lines) + "\n" if text.strip() else ""

    def convert_pre(self, el: Tag, _text: str, **_: object) -> str:
        """A fenced block, the fence longer than any in it."""
        code = el.get_text().strip("\n")
        if not code.strip():
            return ""
        longest = max((len(run) for run in BACKTICKS.findall(code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{_code_language(el)}\n{code}\n{fence}\n\n"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Strong emphasis."""
        return text if "_noformat" in parent_tags else _emphasize(el, text, "**", "strong")

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Emphasis."""
        return text if "_noformat" in parent_tags else _emphasize(el, text, "*", "em")

    convert_i = convert_em

    def convert_img(self, el: Tag, _text: str, **_: object) -> str:
        """A picture with its alternative text and its caption."""
        alt, title = (SPACES.sub(" ", str(el.get(name) or "")).strip() for name in ("alt", "title"))
        caption = ' "{}"'.format(title.replace("\\", "\\\\").replace('"', "”")) if title else ""
        return f"![{escape_text(alt, at_start=False)}]({el.get('src')}{caption})"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link; an address with spaces or brackets in angle brackets."""
        words, target = text.strip(), str(el.get("href") or "")
        if not target or not words or "_noformat" in parent_tags:
            return text
        before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
        if words.replace("\\", "") == target and "://" in target:
            return f"{before}<{target}>{after}"
        typed = f"<{target}>" if re.search(r"[\s()]", target) else target
        return f"{before}[{SPACES.sub(' ', words)}]({typed}){after}"

    def convert_td(self, el: Tag, text: str, **_: object) -> str:
        """A cell, its bars escaped; one over several columns is followed by empty ones."""
        span = str(el.get("colspan") or "1")
        columns = min(MAX_COLUMNS, int(span)) if re.fullmatch("[1-9][0-9]{0,3}", span) else 1
        cell = re.sub(r"(?<!\\)\|", r"\\|", SPACES.sub(" ", text).strip())
        return f" {cell} |" + " |" * (columns - 1)

    convert_th = convert_td

    def convert_hr(self, _el: Tag, _text: str, **_: object) -> str:
        """A rule that no dialect takes for a heading's underline or front matter."""
        return "\n\n* * *\n\n"


def _emphasize(el: Tag, text: str, sign: str, tag: str) -> str:
    """Words between signs; between tags where CommonMark would not read the signs, as in `a**(b)**c`."""
    words = text.strip()
    if not words or "\n\n" in words:
        return text
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    outside = (" " if before else _edge(el.previous_sibling, -1), " " if after else _edge(el.next_sibling, 0))
    pairs = zip((words[0], words[-1]), outside, strict=True)
    if all(inner.isalnum() or not out or not out.isalnum() for inner, out in pairs) and "*" not in outside:
        return f"{before}{sign}{words}{sign}{after}"
    return f"{before}<{tag}>{words}</{tag}>{after}"


def _edge(sibling: PageElement | None, place: int) -> str:
    """The character of a neighbour next to an element; `*` for emphasis, whose signs would run together."""
    if isinstance(sibling, Tag):
        if sibling.name in EMPHASIS_TAGS:
            return "*"
        return "" if sibling.name in {"br", "p", "div"} else sibling.get_text()[place:][:1]
    return str(sibling)[place:][:1] if sibling is not None else ""


def _keep_tag(name: str) -> None:
    def convert(_self: _Converter, _el: Tag, text: str, parent_tags: set[str]) -> str:
        is_inline = text.strip() and "\n\n" not in text and "_noformat" not in parent_tags
        return f"<{name}>{text}</{name}>" if is_inline else text

    setattr(_Converter, f"convert_{name}", convert)


for _name in KEPT_TAGS:
    _keep_tag(_name)


def _bullet(el: Tag) -> str:
    parent = el.parent
    if parent is None or parent.name != "ol":
        return "-"
    start = str(parent.get("start") or "1")
    first = int(start) if re.fullmatch(r"\d{1,9}", start) else 1
    return f"{first + len(el.find_previous_siblings('li'))}."


def _code_language(el: Tag) -> str:
    code = el.find("code")
    classes = [*(el.get_attribute_list("class")), *(code.get_attribute_list("class") if code else ())]
    named = next((each for each in classes if each and each.startswith("language-")), "")
    language = named.removeprefix("language-")
    return language if re.fullmatch(r"[\w+-]+", language) else ""
