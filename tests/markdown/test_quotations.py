"""Quotations with a speaker, and pictures with an owner, as people type them."""

from __future__ import annotations

import re

import pytest

from tests.markdown.documents import read

TEXT = "---\ntitle: Проба\n---\n\n{}\n"


def html(text: str) -> str:
    document = read(TEXT.format(text).encode())
    assert document.problems == ()
    return re.sub(r"\s+", " ", document.html.replace("\n", " "))


@pytest.mark.parametrize(
    ("typed", "quote", "speaker"),
    [
        ("> Слова.\n> — Анна Орлова, врач", "<p>Слова.</p>", "— Анна Орлова, врач"),
        ("> Слова.\n>\n> — Анна Орлова, врач", "<p>Слова.</p>", "— Анна Орлова, врач"),
        ("> Слова.\n>\n> -- Анна Орлова", "<p>Слова.</p>", "— Анна Орлова"),
        ("> Слова.\n>\n> – Анна **Орлова**", "<p>Слова.</p>", "– Анна <strong>Орлова</strong>"),
        ("> - один\n> - два\n>\n> — Минздрав", "<ul> <li>один</li> <li>два</li> </ul>", "— Минздрав"),
        ("> Раз.\n>\n> Два.\n> — Минздрав", "<p>Раз.</p> <p>Два.</p>", "— Минздрав"),
    ],
)
def test_the_last_line_of_a_quote_names_its_speaker(typed: str, quote: str, speaker: str) -> None:
    figure = (
        f'<figure class="quotation"> <blockquote> {quote} </blockquote> <figcaption>{speaker}</figcaption>'
    )
    assert html(typed).startswith(figure)


@pytest.mark.parametrize(
    "typed",
    [
        "> — Анна Орлова",
        "> — Привет\n> — Пока",
        "> — Привет.\n>\n> — Пока",
        "> Слова.\n>\n> — сказала она",
        "> Слова.\n>\n> — Да, это так.",
        "> Слова.\n>\n> — Правда?",
        "> Слова",
        "> Слова.\n>\n> —Анна",
        "> Слова.\n>\n> — " + "А" * 300,
        "Слова.\n\n— Анна Орлова",
    ],
)
def test_speech_and_sentences_are_no_speakers(typed: str) -> None:
    assert "<figure" not in html(typed)


def test_speakers_are_recorded_with_their_lines() -> None:
    document = read(
        TEXT.format("> Раз.\n> — Анна Орлова, врач\n\nТекст.\n\n> Два.\n>\n> — Пётр Ильин").encode()
    )
    assert [tuple(each) for each in document.quotations] == [("Анна Орлова, врач", 6), ("Пётр Ильин", 12)]


@pytest.mark.parametrize(
    ("title", "caption", "credit"),
    [
        ("Подпись © Анна Орлова", "Подпись", "© Анна Орлова"),
        ("© Анна Орлова", "", "© Анна Орлова"),
        ("Подпись. ©Минздрав", "Подпись.", "© Минздрав"),
        ("Подпись", "Подпись", ""),
        ("Знак ©", "Знак ©", ""),
    ],
)
def test_a_caption_ends_with_whose_picture_it_is(title: str, caption: str, credit: str) -> None:
    (picture,) = read(TEXT.format(f'![Вид]({"a.jpg"} "{title}")').encode()).pictures
    assert (picture.caption, picture.credit) == (caption, credit)
