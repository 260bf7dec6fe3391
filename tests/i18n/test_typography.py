from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.i18n.typography import typeset
from tests.markdown.documents import BY_CODE, RUSSIAN, read

TABLE = [
    # quotation marks
    ("ru", '"Горячая линия"', "«Горячая линия»"),
    ("ru", '"Газета "Ведомости" пишет"', "«Газета „Ведомости“ пишет»"),
    ("ru", '«Газета "Ведомости" пишет»', "«Газета „Ведомости“ пишет»"),
    ("ru", '("так"), "да"!', "(«так»), «да»!"),
    ("ru", 'слово-"слово"', "слово-«слово»"),
    ("en", "\"He said 'yes' twice\"", "“He said ‘yes’ twice”"),
    ("en", "\"'Yes'\"", "“‘Yes’”"),
    ("en", "it's the operators' line", "it’s the operators’ line"),
    ("en", "'it's so'", "‘it’s so’"),
    ("en", "the '90s", "the ’90s"),
    ("en", 'a 5" screen', 'a 5" screen'),
    ("ru", "О'Нил", "О’Нил"),
    (
        "ru",
        '"Я хотел бы —" и связь прервалась. "Алло"',
        "«Я хотел\u00a0бы —» и\u00a0связь прервалась. «Алло»",
    ),
    ("ru", 'он сказал: "да -", а она: "нет"', "он сказал: «да -», а она: «нет»"),
    ("ru", '"«Газпром»" и "ООО «Газпром» и К"', "«„Газпром“» и\u00a0«ООО „Газпром“ и\u00a0К»"),
    ("ru", "«ООО «Газпром»»", "«ООО «Газпром»»"),
    ("en", "'the '90s and rock 'n' roll'", "‘the ’90s and rock ’n’ roll’"),
    ("en", "'90s songs, 'tis true, it's 'so'", "’90s songs, ’tis true, it’s ‘so’"),
    # dashes
    ("ru", "122 - это номер", "122\u00a0— это номер"),
    ("ru", "слово -- слово --- слово", "слово\u00a0— слово\u00a0— слово"),
    ("ru", "слово--слово", "слово\u00a0— слово"),
    ("ru", "слово — слово", "слово\u00a0— слово"),
    ("ru", "слово\u00a0— слово", "слово\u00a0— слово"),
    ("ru", "колл-центр, из-за", "колл-центр, из-за"),
    ("en", "the number - yes - works", "the number – yes – works"),
    # ranges, and what only looks like one
    ("ru", "10-15 звонков", "10–15\u00a0звонков"),
    ("ru", "за 2020-2022", "за 2020–2022"),
    ("ru", "(9-21)", "(9–21)"),
    ("ru", "1,5-2,5 млн", "1,5–2,5\u00a0млн"),
    ("ru", "8-800-101-0035", "8-800-101-0035"),
    ("ru", "8 (800) 101-200", "8 (800) 101-200"),
    ("ru", "+7 914 270-1234", "+7\u00a0914\u00a0270-1234"),
    ("ru", "2022-12-30", "2022-12-30"),
    ("ru", "2022-23", "2022-23"),
    ("ru", "COVID-19, А-10-15, 10-15А", "COVID-19, А-10-15, 10-15А"),
    ("ru", "9-00", "9-00"),
    ("ru", "с 8-30 до 17-15, по 10-15 звонков", "с\u00a08-30 до 17-15, по\u00a010–15\u00a0звонков"),
    ("en", "from 8-30 to 17-45", "from 8-30 to 17-45"),
    ("ru", "-50 °C, от -5 до -10, (-3,5 %)", "−50\u00a0°C, от −5\u00a0до −10, (−3,5\u00a0%)"),
    ("ru", "А-50, 8 800 -45-67, 5 -3, слово -раз", "А-50, 8\u00a0800 -45-67, 5 -3, слово -раз"),
    # dots and spaces
    ("ru", "и так далее...", "и\u00a0так далее…"),
    ("ru", "....", "...."),
    ("ru", "В Якутске и на Севере", "В\u00a0Якутске и\u00a0на\u00a0Севере"),
    ("ru", "(в городе) «о нём»", "(в\u00a0городе) «о\u00a0нём»"),
    ("ru", "кое-в чём", "кое-в чём"),
    ("ru", "в\nЯкутске", "в\u00a0Якутске"),
    ("ru", "если бы он; знает ли", "если\u00a0бы он; знает\u00a0ли"),
    ("ru", "если больше", "если больше"),
    ("ru", "59 000 000 звонков, 5 %", "59\u00a0000\u00a0000\u00a0звонков, 5\u00a0%"),
    ("ru", "№5 и № 6", "№\u00a05 и\u00a0№\u00a06"),
    ("ru", "COVID-19 вернулся, 122 в городе", "COVID-19 вернулся, 122 в\u00a0городе"),
    ("ru", "22-23 сентября", "22–23\u00a0сентября"),
    ("ru", "А. С. Пушкин, А.С. Пушкин", "А.\u00a0С.\u00a0Пушкин, А.\u00a0С.\u00a0Пушкин"),
    ("ru", "т. е. так, U.S. Steel", "т. е. так, U.S.\u00a0Steel"),
    (
        "en",
        "the U.S. Government, J.R.R. Tolkien, J. R. Smith",
        "the U.S.\u00a0Government, J.R.R.\u00a0Tolkien, J.\u00a0R.\u00a0Smith",
    ),
    ("ru", "122 помогает, 122 звонка и 12 звонков", "122 помогает, 122 звонка и\u00a012\u00a0звонков"),
    # addresses
    ("ru", "https://example.org/10-15--a?q=... и", "https://example.org/10-15--a?q=... и"),
    ("ru", "www.a.ru/1-2 и a--b@c.ru", "www.a.ru/1-2 и\u00a0a--b@c.ru"),
    ("ru", "", ""),
]


@pytest.mark.parametrize(("language", "typed", "expected"), TABLE)
def test_typography_of_a_language(language: str, typed: str, expected: str) -> None:
    assert typeset(typed, BY_CODE[language]) == expected


@pytest.mark.parametrize(("language", "typed", "expected"), TABLE)
def test_typography_is_idempotent(language: str, typed: str, expected: str) -> None:
    assert typeset(expected, BY_CODE[language]) == expected, typed


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ('"слово **"внутри"** и дальше"', "<p>«слово <strong>„внутри“</strong> и\u00a0дальше»</p>"),
        ('**"Слово"** и *"слово*"', "<p><strong>«Слово»</strong> и\u00a0<em>«слово</em>»</p>"),
        ("**59** млн", "<p><strong>59</strong>\u00a0млн</p>"),
        ("**в** Якутске", "<p><strong>в</strong>\u00a0Якутске</p>"),
        ('`"a" - 10-15...` и', '<p><code>"a" - 10-15...</code> и</p>'),
        ('    "a" - b', '<pre><code>"a" - b\n</code></pre>'),
        ('```\n"a" - b\n```', '<pre><code>"a" - b\n</code></pre>'),
        (
            '["a" - 1-2](https://a.ru/1-2--x "t - t")',
            '<p><a href="https://a.ru/1-2--x" title="t - t">«a»\u00a0— 1–2</a></p>',
        ),
        ("<https://a.ru/1-2--x>", '<p><a href="https://a.ru/1-2--x">https://a.ru/1-2--x</a></p>'),
        (
            '<abbr title="a - b">"МФЦ"</abbr> - так',
            '<p><abbr title="a - b">«МФЦ»</abbr>\u00a0— так</p>',
        ),
        ("\\- и 10\\-15", "<p>- и\u00a010-15</p>"),
        ('"a\n\nb"', '<p>«a</p>\n<p>b"</p>'),
        ("COVID-19, А-10-15", '<p><span class="unbroken">COVID-19</span>, А-10-15</p>'),
        ("на my-line.example", '<p>на\u00a0<span class="unbroken">my-line.example</span></p>'),
        ("колл-центр, `A-1`", "<p>колл-центр, <code>A-1</code></p>"),
    ],
)
def test_typography_in_a_document_skips_code_and_addresses(typed: str, html: str) -> None:
    assert read(typed).html == html


@given(st.text(alphabet="аб12 \n-\"'.—«»№%()", max_size=60))
def test_typography_keeps_letters_and_digits(text: str) -> None:
    assert [char for char in typeset(text, RUSSIAN) if char.isalnum()] == [
        char for char in text if char.isalnum()
    ]
