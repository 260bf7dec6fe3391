"""Accepted text is inert wherever it is rendered."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import lxml.html
import pytest
from lxml import etree
from msgspec.structs import replace

from plugins.figures.open_data import escape_formula
from plugins.i18n.typography import typeset
from tests.building import site_phrases
from tests.markdown.documents import read
from tests.security.hostile import EVIL, SHORT, WORDS, active_parts, built

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {
    "ru/news/2023-01-01-hostile/index.html": ["//title", "//h1", "//section[@class='corrections']"],
    "ru/news/2023-01-02-withdrawn/index.html": ["//h1", "//main"],
    "ru/news/index.html": ["//main"],
    "ru/topics/health/index.html": ["//main"],
    "ru/corrections/index.html": ["//main"],
    "ru/faq/calling/index.html": ["//main"],
    "ru/figures/hostile/index.html": ["//main"],
    "en/figures/hostile/index.html": ["//main"],
    "ru/index.html": ["//p[contains(@class, 'alert')]"],
}


def test_every_field_is_rendered_as_text(hostile_site: Path) -> None:
    for path, places in PLACES.items():
        page = lxml.html.document_fromstring((hostile_site / path).read_bytes())
        for place in places:
            assert "alert(1)" in "".join(page.xpath(f"string({place})")), (path, place)


def test_no_page_has_active_content(hostile_site: Path) -> None:
    pages = dict(built(hostile_site, ".html"))
    assert len(pages) > 30
    assert {path: found for path, page in pages.items() if (found := [*active_parts(page)])} == {}


def test_no_feed_entry_has_active_content(hostile_site: Path) -> None:
    texts = []
    for _path, file in built(hostile_site, ".xml"):
        tree = etree.fromstring(file)
        texts += [
            each.text or "" for each in tree.iter("{*}encoded", "{*}content", "{*}description", "{*}summary")
        ]
    for _path, file in built(hostile_site, "feed.json"):
        texts += [item["content_html"] for item in json.loads(file)["items"]]
    said = [text for text in texts if text.lstrip().startswith("<")]
    assert said
    assert [part for text in said for part in active_parts(text) if EVIL in part or "on" in part[:2]] == []


def test_feeds_have_only_elements_of_their_formats(hostile_site: Path) -> None:
    for path, file in built(hostile_site, ".xml"):
        names = {etree.QName(each).localname for each in etree.fromstring(file).iter(etree.Element)}
        assert not names & {"script", "img", "svg", "iframe", "html"}, path


def test_structured_data_has_the_text_and_cannot_end_its_script(hostile_site: Path) -> None:
    page = (hostile_site / "ru/news/2023-01-01-hostile/index.html").read_text(encoding="utf-8")
    (data,) = lxml.html.document_fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    assert "<" not in data
    assert "<script>alert(1)</script>" in json.dumps(json.loads(data), ensure_ascii=False)


def test_figure_data_has_the_text_unchanged(hostile_site: Path) -> None:
    data = json.loads((hostile_site / "figures/hostile/data.json").read_bytes())
    typography = replace(site_phrases("ru").typography, binds=False)
    assert data["sources"]["paper"]["title"]["ru"] == typeset(WORDS, typography)
    rows = list(
        csv.DictReader(io.StringIO((hostile_site / "figures/hostile/data.csv").read_text("utf-8-sig")))
    )
    assert SHORT in rows[0]["label_ru"]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_no_csv_cell_is_a_formula(formula: str) -> None:
    assert escape_formula(formula) == f"'{formula}"
    assert escape_formula("Звонки = обращения") == "Звонки = обращения"


SNIPPETS = [
    "<ScRiPt>alert(1)</ScRiPt>",
    "<script\n>alert(1)</script\n>",
    "<<script>alert(1)//<</script>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<b onclick=alert(1)>x</b>",
    "<b/onclick=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<abbr title='\" onclick=alert(1) x=\"'>x</abbr>",
    '<abbr title="<table onclick=alert(1)>">x</abbr>',
    "<a href=javascript:alert(1)>x</a>",
    "<p style=background:url(//evil.example)>x</p>",
    "<link rel=stylesheet href=//evil.example>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<textarea></textarea><form action=//evil.example>",
    "<template><script>alert(1)</script></template>",
    "`<script>`<script>alert(1)</script>",
    "``` x\n<script>\n```\n<script>alert(1)</script>",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "a | b\n--- | ---\n<script>x</script> | <img src=x onerror=y>",
    "слово\n:   <script>alert(1)</script>",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "x[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: x",
    "# <script>alert(1)</script>",
    "## x {#a onclick=alert(1)}",
    "## x {: onclick='alert(1)' }",
    "x {: style='position:fixed' }",
    "*x*{: onclick=alert(1)}",
    "[x](/faq/){: onclick=alert(1)}",
    "``` { #main .alert onclick=alert(1) }\nx\n```",
    '```html" onclick="alert(1)\nx\n```',
    '!!! note" onclick="alert(1)\n    x',
    '!!! note "<img src=x onerror=alert(1)>"\n    x',
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#x6A;avascript:alert(1))",
    "[x](&#0000106avascript:alert(1))",
    "[x](&amp;#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](https:evil.example)",
    "[x](https://user@evil.example)",
    '[x](https://evil.example"onclick="alert(1))',
    "[x](/faq/ '\" onclick=\"alert(1)')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x][1]\n\n[1]: <javascript:alert(1)> 'x'",
    "[x]\n\n[x]: data:text/html,x",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    '<https://evil.example/"onclick=alert(1)>',
    '<a@b.ru"onclick=alert(1)>',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x][1]\n\n[1]: https://evil.example/x.png",
    '!["onerror=alert(1) x="](x.jpg)',
    "\ue000link:0\ue001",
    "&#xE000;figure:0&#xE001;",
    "&#57344;foo:0&#57345;",
    "<abbr title='&#xE000;picture:0&#xE001;'>x</abbr> ![x](y.jpg)",
    "\x02wzxhzdk:0\x03 <b>x</b>",
    "&#2;wzxhzdk:0&#3; <b>x</b>",
    "{figure}<script>alert(1)</script>",
    "{card}../../x",
    "{figure}a.b|<b>",
    "@import url(//evil.example)",
]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_any_attack_in_a_text_is_an_error_or_inert(snippet: str) -> None:
    for text in (snippet, f"слово {snippet} слово", f"- {snippet}\n- x\n", f"*{snippet}*"):
        document = read(text)
        assert not document.html.strip() or list(active_parts(document.html)) == []
        if not document.problems:
            tree = lxml.html.fragment_fromstring(document.html, create_parent=True)
            ids = set(tree.xpath("//@id | //@class"))
            assert not ids & {"main", "alert"}
