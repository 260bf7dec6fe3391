"""Markdown of other systems as HTML: CommonMark with tables, footnotes and definitions, and template tags."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from plugins.diagnostics.text_safety import remove_control_chars
from plugins.editor.importing.source_item import ImportNote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FENCE = re.compile(
    r"^( {0,3}(?:>\s?)*)(`{3,}|~{3,})[^\n]*\n.*?(?:^\1\2[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
DIAL_CODE = re.compile(r"\*\d+(?:\*\d+)*#|(?<=\d)\*(?=\d)")
"""On a telephone's site a star between digits is a star."""
HIGHLIGHT = re.compile(
    r"\{[{%][<%]?-?\s*highlight\s+(?P<language>[\w+#-]+)[^}]*?[%>]?[}%]\}(?P<code>.*?)\{[{%][<%]?-?\s*/?(?:end)?highlight\s*[%>]?[}%]\}",
    re.DOTALL,
)
TABLE_OF_CONTENTS = re.compile(r"^\[TOC\][ \t]*$|^\[\[_TOC_\]\][ \t]*$", re.MULTILINE | re.IGNORECASE)
RAW = re.compile(r"\{%-?\s*(?:raw|endraw)\s*-?%\}")
SHORTCODE = re.compile(
    r"\{\{(?P<kind>[<%])\s*(?P<end>/?)\s*(?P<name>[\w/.-]+)(?P<rest>.{0,2000}?)/?\s*[>%]\}\}", re.DOTALL
)
LIQUID = re.compile(r"\{%-?\s*(?P<name>[\w-]+)(?P<rest>.{0,2000}?)-?%\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{(?![<%])\s*(?P<expression>[^{}]*?)\s*\}\}")
ATTRIBUTES = re.compile(
    r"(?<![ \t])[ \t]*+\{:[^}\n]*\}|(?<![ \t\n])[ \t]*+\{[#.][\w .#=\"-]+\}[ \t]*+$", re.MULTILINE
)
ARGUMENT = re.compile(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=]+))"
)
ADMONITION = re.compile(
    r"^(?:!!!|\?\?\?\+?|:::)[ \t]*(?P<kind>\w+)[ \t]*(?P<title>[^\n]*)\n"
    r"(?P<body>(?:(?: {4}|\t)[^\n]*\n|[ \t]*\n)*)",
    re.MULTILINE,
)
ALERT = re.compile(r"^(> ?)\[!(\w+)\][ \t]*$", re.MULTILINE)
DASH_LINE = re.compile(r"(?<=\S)\n(?=(?:> ?)*[—–•] )")
"""Lines that begin with a dash or a bullet are lines."""
REFERENCE = re.compile(r"\[([^\[\]\n]+)\]")
DEFINITION = re.compile(r"^((?:> ?)* {0,3})\[([^\[\]\n]+)\]:", re.MULTILINE)
LETTERS = re.compile(r"[^\W\d_]{2,}")
NOT_SHOWN = re.compile(
    r"^[> ]*(?:`{3,}|~{3,}).*$|\[[^\[\]\n]*\](?=:)|(?<=\])\[[^\[\]\n]*\]|\[\^[^\]\n]+\]", re.MULTILINE
)
"""Languages of code, and labels of links and footnotes."""
MAX_LOST = 12
GENERATOR_VARIABLE = re.compile(r"%7B(filename|static|attach|article|page)%7D", re.IGNORECASE)
"""How the parser encodes what Pelican has in front of addresses."""
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
STASHED = re.compile("\ue0f2(\\d+)\ue0f3")
VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "x": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
}


MAX_NESTING = 100


@cache
def _renderer() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False, "maxNesting": MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    return parser.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)


class Dialect:
    """Renders the texts of one source; `references` are names in `ref`, `post_url` and the like, as links."""

    def __init__(self, item: str, reference: Callable[[str], str] = str) -> None:
        self.item, self.reference = item, reference
        self.notes: list[ImportNote] = []
        self.reasons: list[ImportNote] = []
        self.stash: list[str] = []
        """HTML that stands for a template's tags, which must not be read once more."""

    def render(self, text: str) -> str:
        """The HTML of a Markdown text; one with the marks of a merge as it is typed."""
        text = remove_control_chars(text, right_to_left=True)
        if CONFLICT.search(text):
            self.reasons.append(ImportNote(self.item, "conflict"))
            return f"<pre>{escape(CONFLICT.sub(lambda match: f' {match[0]}', text))}</pre>"
        text = RAW.sub("", HIGHLIGHT.sub(_fence, text))
        prepared = _outside_code(text, self._prepare)
        html = str(_renderer().render(prepared))
        if lost := _lost_words(prepared, html):
            self.reasons.append(ImportNote(self.item, "words-lost", " ".join(lost)))
            return f"<pre>{escape(text)}</pre>"
        html = GENERATOR_VARIABLE.sub(r"{\1}", html)
        return STASHED.sub(lambda match: self.stash[int(match[1])], html)

    def _prepare(self, text: str) -> str:
        text = SHORTCODE.sub(self._shortcode, text)
        text = LIQUID.sub(self._liquid, text)
        text = VARIABLE.sub(self._variable, text)
        text = ATTRIBUTES.sub(self._attributes, text)
        text = TABLE_OF_CONTENTS.sub(self._attributes, text)
        text = _show_unused(text)
        text = DASH_LINE.sub("  \n", text)
        text = ALERT.sub(lambda match: f"> **{match[2].capitalize()}**\n>", text)
        text = ADMONITION.sub(_quote, text)
        return DIAL_CODE.sub(lambda match: match[0].replace("*", "\\*"), text)

    def _shortcode(self, match: re.Match[str]) -> str:
        if match["name"].startswith("/") or match["end"]:
            return ""
        return self._tag(match["name"].lower(), match["rest"], match[0])

    def _liquid(self, match: re.Match[str]) -> str:
        return self._tag(match["name"].lower(), match["rest"], match[0])

    def _tag(self, name: str, rest: str, typed: str) -> str:
        named, plain = _arguments(rest)
        first = plain[0] if plain else ""
        if name == "toc":
            self.notes.append(ImportNote(self.item, "removed", "toc"))
            return ""
        if name in {"ref", "relref", "post_url", "link"} and first:
            return self.reference(first)
        if name in {"figure", "img", "image"} and (source := named.get("src") or first):
            return _figure(source, named)
        identifier = named.get("id") or first
        if name in VIDEOS and identifier:
            address = VIDEOS[name].format(identifier)
            self.notes.append(ImportNote(self.item, "embedded", address))
            return f"<{address}>"
        if name in {"comment", "endcomment"} or (name.startswith("end") and name != "end"):
            return ""
        return self._unknown(typed)

    def _variable(self, match: re.Match[str]) -> str:
        """`{{ site.baseurl }}` before an address is nothing, a quoted path with a filter is the path."""
        expression = match["expression"]
        if re.match(r"(?:site|page)\.(?:baseurl|url|root)\b", expression):
            return ""
        if quoted := re.match(r"[\"']([^\"']*)[\"']\s*\|", expression):
            return quoted[1]
        return self._unknown(match[0])

    def _unknown(self, typed: str) -> str:
        """A tag as code, which makes the item a draft."""
        shown = " ".join(typed.split())
        self.reasons.append(ImportNote(self.item, "tag-unknown", shown))
        self.stash.append(f"<code>{escape(shown)}</code>")
        return f"\ue0f2{len(self.stash) - 1}\ue0f3"

    def _attributes(self, match: re.Match[str]) -> str:
        self.notes.append(ImportNote(self.item, "attributes", match[0].strip()))
        return ""


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with everything but code changed."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue0f0{len(kept) - 1}\ue0f1"

    hidden = CODE_SPAN.sub(keep, FENCE.sub(keep, text))
    changed = change(hidden)
    for _ in range(2):  # a span within what looked like a fence
        changed = re.sub("\ue0f0(\\d+)\ue0f1", lambda match: kept[int(match[1])], changed)
    return changed


def _lost_words(text: str, html: str) -> list[str]:
    """Some words of a Markdown text that its HTML has nowhere: what is nested too deeply is left out."""
    shown = set(LETTERS.findall(unquote(unescape(html))))
    typed = NOT_SHOWN.sub(" ", text)
    return [word for word in dict.fromkeys(LETTERS.findall(unescape(typed))) if word not in shown][:MAX_LOST]


def _show_unused(text: str) -> str:
    """The text with unused definitions of footnotes and links as words: CommonMark drops them."""
    labels = Counter(match[1].casefold() for match in REFERENCE.finditer(text))
    return DEFINITION.sub(
        lambda match: match[0] if labels[match[2].casefold()] > 1 else f"{match[1]}\\[{match[2]}\\]:", text
    )


def _arguments(rest: str) -> tuple[Mapping[str, str], list[str]]:
    named: dict[str, str] = {}
    plain: list[str] = []
    for match in ARGUMENT.finditer(rest):
        value = next((match[name] for name in ("double", "single", "bare") if match[name] is not None), "")
        if match["key"]:
            named[match["key"].lower()] = value
        else:
            plain.append(value)
    return named, plain


def _figure(source: str, named: Mapping[str, str]) -> str:
    caption = " ".join(filter(None, (named.get("title"), named.get("caption"), named.get("attr"))))
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return (
        f'\n\n<figure><img src="{escape(source)}" alt="{escape(named.get("alt", ""))}">{words}</figure>\n\n'
    )


def _fence(match: re.Match[str]) -> str:
    return f"\n~~~~ {match['language']}\n{match['code'].strip(chr(10))}\n~~~~\n"


def _quote(match: re.Match[str]) -> str:
    """An admonition as a quotation that begins with its title, which every reader of texts shows."""
    title = match["title"].strip().strip('"') or match["kind"].capitalize()
    body = re.sub(r"^(?: {4}|\t)", "", match["body"], flags=re.MULTILINE).strip("\n")
    lines = [f"**{title}**", "", *body.split("\n")] if body else [f"**{title}**"]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
