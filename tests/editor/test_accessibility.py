"""Advice for readers who cannot see the page."""

from __future__ import annotations

import pytest

from plugins.editor.accessibility import WORDS, accessibility_advice, vague_words
from plugins.markdown.reader import read_document
from tests.building import site_phrases

LONG = "a " * 130


def advised(text: str, language: str = "en") -> list[tuple[int, str]]:
    content = f"---\ntitle: Title\n---\n{text}\n".encode()
    document = read_document(content, f"{language}.md", site_phrases(language))
    return [(each.line, each.code) for each in accessibility_advice(document, language)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[here](/about/)", "link-vague"),
        ('See [Read more…](/about/ "title").', "link-vague"),
        ("See [**here**](/about/).", "link-vague"),
        ("[who answers here](/about/)", ""),
        ("`[here](/about/)`", ""),
        ("![here](a.jpg)", ""),
        ("![Photo of an operator](a.jpg)", "alt-of-picture"),
        ("![Photo](a.jpg)", ""),
        ("![Photographers at work](a.jpg)", ""),
        (f"![{LONG}](a.jpg)", "alt-long"),
        ("**Opening hours**\n\nFrom morning to night.", "heading-bold"),
        ("__Opening hours__:\n\nFrom morning to night.", "heading-bold"),
        ("**Call at once.**\n\nFrom morning to night.", ""),
        ("**Opening hours**\nFrom morning to night.", ""),
        ("**Opening** and **closing**\n\nText.", ""),
        ("Text.\n\n**Anna Orlova**", ""),
        ("```\n\n**Opening hours**\n\n```\n\nText.", ""),
    ],
)
def test_what_shuts_readers_out_is_advised_against(text: str, code: str) -> None:
    assert advised(f"\n{text}") == ([(5, code)] if code else [])


@pytest.mark.parametrize(
    ("text", "code"), [("[Подробнее](/about/)", "link-vague"), ("![Фото зала](a.jpg)", "alt-of-picture")]
)
def test_words_are_those_of_the_texts_language(text: str, code: str) -> None:
    assert [found for _, found in advised(text, "ru")] == [code]
    assert advised(text) == []


def test_the_lists_hold_words_as_they_are_compared() -> None:
    for language in ("ru", "en", "es", "kk", "ar"):
        words = vague_words(language)
        assert words.links
        assert all(each == each.lower() for each in (*words.links, *words.pictures))
    assert vague_words("xx").links == frozenset()
    assert WORDS.is_file()
