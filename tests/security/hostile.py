"""Attacks for every field that accepts text, and a site with them in every field."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from tests.building import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMENT = type(etree.Comment())
EVIL = "evil.example"
WORDS = f"\"'></title> </script> ]]> --> <script>alert(1)</script> <img src=//{EVIL} onerror=alert(1)>"
"""Closes any enclosing markup and begins a script, for fields that accept any text."""
SHORT = "<script>alert(1)</script>"
"""The same for cards, which have less room."""
FORMULA = '=HYPERLINK("//evil.example")'
ACTIVE_TAGS = {
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "base",
    "style",
    "foreignobject",
    "math",
    "template",
}
FETCHED = {"stylesheet", "icon", "manifest", "preload", "apple-touch-icon"}
SCRIPTED = ("javascript:", "vbscript:", "data:", "blob:", "file:")


IGNORED = re.compile("[\t\r\n]|^[\\x00- ]+")
"""Characters that browsers remove from an address."""


def typed(words: str) -> str:
    """Words as a YAML value."""
    return json.dumps(words, ensure_ascii=False)


def both(words: str) -> str:
    """The same words in both languages, as YAML."""
    return f"{{ru: {typed(words)}, en: {typed(words)}}}"


ITEM = f"""---
title: {typed(WORDS)}
summary: {typed(WORDS)}
topics: [health]
owner: {typed(WORDS)}
id: <script>alert(1)</script>
card: title
corrections: [{{date: 2023-01-02, text: {typed(WORDS)}}}]
---

## `<script>alert(1)</script>` &lt;script&gt;alert(2)&lt;/script&gt; {{#javascript}}

<abbr title="<table onmouseover=alert(1)>">ВОЗ</abbr> <time datetime="x'onload='y">день</time>
<span lang="ru&quot; onload=&quot;alert(1)">слово</span>

`<img src=x onerror=alert(1)>` `{{{{ 7*7 }}}} {{% raw %}}`
&#60;iframe src=//{EVIL}&#62; &amp;lt;script&amp;gt;

[Ссылка](https://{EVIL}/?a=%22onload=%22&b=&amp;#xE000;link:0&amp;#xE001; 'a" onload="b')

```html
<script>alert(1)</script>
```

!!! note "&lt;script&gt; onload=alert(1)"
    &lt;/p&gt;

{{card}}hostile.calls

![<script>alert(1)</script> "onload="alert(1)](photo.jpg 'x" onload="alert(1)')
"""
WITHDRAWN = f"""---
title: {typed(WORDS)}
summary: {typed(WORDS)}
topics: [health]
status: withdrawn
reason: {typed(WORDS)}
---

Текст.
"""
ANSWER = f"""---
title: {typed(WORDS)}
date: 2022-12-30
reviewed: 2022-12-31
owner: {typed(WORDS)}
---

&lt;script&gt;alert(1)&lt;/script&gt;
"""
FORM = typed(SHORT)
FIGURES = f"""title: {both(SHORT)}
units:
  call:
    ru: {{one: {FORM}, few: {FORM}, many: {FORM}, other: {FORM}, gen: {{one: a, other: b}}}}
    en: {{one: {FORM}, other: {FORM}}}
sources:
  paper:
    title: {both(WORDS)}
    publisher: {both(SHORT)}
    url: https://{EVIL}/?a='onload='alert(1)
    date: 2022-12-27
    licence: {typed(WORDS)}
cards:
  - id: calls
    kind: number
    title: {both(SHORT)}
    label: {both(SHORT)}
    note: {both(SHORT)}
    unit: call
    covers: 2022
    value: 59
    was: {{value: 58, until: 2023-01-10, why: {both(WORDS)}}}
    source: paper
"""
ALERT = f"""level: urgent
from: {NOW:%Y-%m-%d} 00:00
until: {NOW:%Y}-12-31 00:00
text: {both(WORDS)}
link: https://{EVIL}/?a="onload="alert(1)
"""


def hostile_files(photo: bytes) -> dict[str, str | bytes]:
    """A site's content in which every field says what a hostile contributor would."""
    return {
        "news/2023-01-01-hostile/ru.md": ITEM,
        "news/2023-01-01-hostile/photo.jpg": photo,
        "news/2023-01-02-withdrawn/ru.md": WITHDRAWN,
        "faq/calling/hostile/ru.md": ANSWER,
        "figures/hostile.yaml": FIGURES,
        "topics.yaml": f"health: {both(SHORT)}\ncalling: {both(SHORT)}\n",
        "alert.yaml": ALERT,
    }


def active_parts(page: bytes | str) -> Iterator[str]:
    """What of an HTML page, or a piece of one, would run, restyle, or be fetched from elsewhere."""
    tree = lxml.html.document_fromstring(page)
    for element in tree.iter():
        if isinstance(element, COMMENT):
            yield f"comment {element.text!r}"
            continue
        if element.tag in ACTIVE_TAGS or (element.tag == "script" and not _is_known_script(element)):
            yield f"<{element.tag!s}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"style", "srcdoc", "formaction", "ping"}:
                yield f"{name}={value}"
            if name in {"href", "src", "action", "data", "poster", "xlink:href", "srcset", "content"}:
                yield from _active_address(element, name, value)


def _is_known_script(element: lxml.html.HtmlElement) -> bool:
    """The site's own scripts come from its own place; structured data runs nowhere."""
    if element.get("type") == "application/ld+json":
        return bool(json.loads(element.text_content()))
    return element.get("src", "").startswith("/") and not element.get("src", "").startswith("//")


def _active_address(element: lxml.html.HtmlElement, name: str, value: str) -> Iterator[str]:
    plain = IGNORED.sub("", value).lower()
    if name != "content" and plain.startswith(SCRIPTED):
        yield f"{name}={value}"
    fetched = element.tag not in {"a", "link", "meta"} or element.get("rel") in FETCHED
    if fetched and ("://" in plain or plain.startswith("//")):
        yield f"{element.tag!s} fetches {value}"
    if element.tag == "meta" and element.get("http-equiv") and "://" in plain:
        yield f"leads to {value}"


def built(output: Path, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a built site with such an ending."""
    for path in sorted(output.rglob(f"*{suffix}")):
        if path.is_file():
            yield path.relative_to(output).as_posix(), path.read_bytes()
