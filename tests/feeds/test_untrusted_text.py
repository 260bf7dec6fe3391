"""Any text gives well-formed feeds without loss of valid characters."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plugins.feeds.sanitize import single_line, xml_safe
from plugins.model.document import Correction, Status
from tests.feeds.builders import NOW, PHOTO, documents, make_context, make_item

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
MARKUP = st.lists(
    st.one_of(
        ANYTHING,
        st.sampled_from(["<p>", "</p>", "<script>", "]]>", "<![CDATA[", "<!--", "&#0;", "&", "<a href='"]),
    ),
    max_size=12,
).map("".join)


def entries(title: str, summary: str, html: str) -> dict[str, dict[str, str]]:
    """Title, summary and text of one item in each format."""
    files = documents(make_context(make_item(1, title=title, summary=summary, html=html)))
    rss = etree.fromstring(files["/ru/rss.xml"]).find("channel/item")
    atom = etree.fromstring(files["/ru/atom.xml"]).find("{*}entry")
    item = json.loads(files["/ru/feed.json"])["items"][0]
    assert rss is not None
    assert atom is not None
    return {
        "rss": {name: rss.findtext(f"{{*}}{name}") or "" for name in ("title", "description", "encoded")},
        "atom": {name: atom.findtext(f"{{*}}{name}") or "" for name in ("title", "summary", "content")},
        "json": {name: item[name] for name in ("title", "summary", "content_html")},
    }


@pytest.mark.parametrize(
    "text",
    [
        "Управляющие\x00\x08\x0b символы",
        "Конец ]]> раздела <![CDATA[ и начало",
        "Половина \ud83d пары",
        "Длинный заголовок: " + "слово " * 60,
        "שלום \u202eעולם\u202c، مرحبا",
        "Смайлик 👩\u200d🚒 и флаг 🇷🇺",
        "&amp; &lt;b&gt; &#0; <b>",
        "ҕ ҥ ө һ ү",
    ],
)
def test_every_format_has_the_same_text(text: str) -> None:
    found = entries(text, text, f"<pre>{text.replace('&', '&amp;').replace('<', '&lt;')}</pre>")
    assert found["rss"]["title"] == found["atom"]["title"] == found["json"]["title"] == single_line(text)
    assert found["atom"]["summary"] == found["json"]["summary"] == single_line(text)
    assert found["rss"]["encoded"] == found["atom"]["content"] == found["json"]["content_html"]


def test_cdata_in_a_code_block_is_preserved() -> None:
    found = entries("Код", "", "<pre><code>&lt;![CDATA[ x ]]&gt;</code></pre>")
    assert found["rss"]["encoded"] == "<pre><code>&lt;![CDATA[ x ]]&gt;</code></pre>"


def test_an_item_with_only_a_picture_has_the_picture_and_its_text() -> None:
    found = entries("Фото", "", '<p><img src="/m/a.png" alt="Зал" width="800" height="600"></p>')
    assert 'src="https://122.example/m/a.png" alt="Зал"' in found["atom"]["content"]
    assert found["atom"]["summary"] == PHOTO.alt


def test_an_item_without_a_valid_title_is_titled_by_its_url() -> None:
    assert entries("\x00", "", "")["atom"]["title"] == "https://122.example/ru/news/2022-01-02-news-1/"


@settings(max_examples=150, deadline=None)
@given(ANYTHING, ANYTHING, MARKUP)
def test_any_text_gives_well_formed_feeds_with_the_same_text(title: str, summary: str, html: str) -> None:
    found = entries(title, summary, html)
    if single_line(title):
        assert found["rss"]["title"] == found["atom"]["title"] == found["json"]["title"] == single_line(title)
    assert found["rss"]["encoded"] == found["atom"]["content"] == found["json"]["content_html"]


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_reason_and_correction_give_well_formed_feeds(reason: str, correction: str) -> None:
    withdrawn = make_item(1, status=Status.WITHDRAWN, reason=reason)
    corrected = make_item(2, corrections=(Correction(NOW.date(), correction),))
    for url, document in documents(make_context(withdrawn, corrected)).items():
        if url.endswith(".xml"):
            assert etree.fromstring(document) is not None


@given(ANYTHING)
def test_valid_text_is_unchanged(text: str) -> None:
    once = xml_safe(text)
    assert xml_safe(once) == once
    assert etree.fromstring(f"<a>{once.replace('&', '').replace('<', '')}</a>") is not None
