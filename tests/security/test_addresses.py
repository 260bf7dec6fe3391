"""No address misleads: the host that a reader sees is the host that a browser opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.diagnostics.link_text import check_link_text
from plugins.diagnostics.problem import ContentError, Severity, message_languages
from plugins.diagnostics.text_safety import check_address
from tests.building import build_options, content_of, read

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

ITEM = "news/2023-01-01-hostile/ru.md"
HEAD = "---\ntitle: Новость\nsummary: {}\ntopics: [health]\n---\n\n{}\n"
ALERT = "level: info\nfrom: 2023-01-01\nuntil: 2023-01-02\ntext: {{ru: {}, en: Text}}\nlink: {}\n"
SOURCE = "sources: {{s: {{publisher: {{ru: а, en: b}}, url: {}, date: 2022}}}}\n"
FIGURES = f"title: {{{{ru: а, en: b}}}}\n{SOURCE}cards: []\n"
EVIL = "evil.example"
HOMOGLYPH, PUNYCODE = "https://g\u043esuslugi.ru/a", "xn--gsuslugi-nbh.ru"
ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufe0f"


def messages_for(files: dict[str, str | bytes], folder: Path) -> dict[str, str]:
    """The English message of each problem by code."""
    try:
        read(content_of(folder, files))
    except ContentError as error:
        return {problem.code: problem.format("en") for problem in error.problems}
    return {}


@pytest.mark.parametrize(
    "files",
    [
        {ITEM: HEAD.format("x", f"[Госуслуги]({HOMOGLYPH})")},
        {ITEM: HEAD.format("x", f"<{HOMOGLYPH}>")},
        {ITEM: HEAD.format("x", f"[Госуслуги][1]\n\n[1]: {HOMOGLYPH}")},
        {ITEM: HEAD.format("x", "[Госуслуги](https://g&#x43E;suslugi.ru/a)")},
        {ITEM: HEAD.format("x", "[Госуслуги](https://g%D0%BEsuslugi.ru/a)")},
        {ITEM: HEAD.format("x", "[Пишите](mailto:a@g\u043esuslugi.ru)")},
        {"alert.yaml": ALERT.format("Текст", HOMOGLYPH)},
        {"figures/hostile.yaml": FIGURES.format(f'"{HOMOGLYPH}"')},
    ],
)
def test_a_homoglyph_host_is_reported_in_punycode(files: dict[str, str | bytes], tmp_path: Path) -> None:
    sentence = messages_for(files, tmp_path)["host-mixed"]
    assert f"open {PUNYCODE}" in sentence
    assert "Type gosuslugi.ru" in sentence


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://gosus\u217cugi.ru\u3002evil.example", ""),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com/", "apple.com"),
        ("https://пр\u0061во.рф/", "право.рф"),
        ("https://a.YAKUTI\u0410.ru:443?x", "a.yakutia.ru"),
        ("https://g\u03bfsuslugi.ru", "….ru"),
        ("https://президент.рф/new", ""),
        ("https://мвд.рф", ""),
        ("https://Якут-sire.рф", "….рф"),
        ("https://ru.wikipedia.org/wiki/Якутск-city", ""),
        ("https://xn--d1abbgf6aiiy.xn--p1ai/", ""),
        ("https://日本のqr.jp", ""),
        ("tel:+78005500122", ""),
    ],
)
def test_a_host_in_one_script_is_valid(address: str, meant: str) -> None:
    fault = check_address(address)
    assert (fault.values["meant"] if fault else "") == meant


@pytest.mark.parametrize("hidden", ZERO_WIDTH)
@pytest.mark.parametrize(
    "files",
    [
        {ITEM: HEAD.format("x", "[Госуслуги](https://gosus{0}lugi.ru/)")},
        {ITEM: HEAD.format("x", "[Госуслуги](https://gosuslugi.ru/a{0}b)")},
        {ITEM: HEAD.format("x", "Заходите на gosuslugi{0}.ru.")},
        {ITEM: HEAD.format("x", "Заходите на gosuslugi{1}.ru.")},
        {ITEM: HEAD.format("Заходите на gosuslugi{0}.ru", "x")},
        {ITEM: HEAD.format('"Заходите на gosuslugi{2}.ru"', "x")},
        {"alert.yaml": ALERT.replace("{}", "{3}", 1).replace("{}", "/")},
        {"alert.yaml": ALERT.replace("{}", "Текст", 1).replace("{}", "https://gosuslugi.ru/a{0}b")},
        {"figures/hostile.yaml": FIGURES.replace("{}", "https://gosus{0}lugi.ru/")},
    ],
)
def test_a_zero_width_character_in_an_address_is_an_error(
    files: dict[str, str], hidden: str, tmp_path: Path
) -> None:
    spelled = (hidden, f"&#{ord(hidden)};", f"\\u{ord(hidden):04X}", f"Сайт gosuslugi.{hidden}ru")
    found = messages_for({path: text.format(*spelled) for path, text in files.items()}, tmp_path)
    assert f"U+{ord(hidden):04X}" in found["zero-width-in-address"]


@pytest.mark.parametrize(
    "text", ["Семья 👨\u200d👩\u200d👧 в gosuslugi.ru", "и т.\u2060д.", "ул.\u2060Ленина", "❤\ufe0f"]
)
def test_zero_width_characters_are_allowed_in_text(text: str, tmp_path: Path) -> None:
    assert messages_for({ITEM: HEAD.format("x", text)}, tmp_path) == {}


def problems_for(files: dict[str, str | bytes], folder: Path) -> dict[str, Problem]:
    """Each problem of a site by code, advice too."""
    return {problem.code: problem for problem in load_site(build_options(content_of(folder, files))).problems}


DECEIVING = ["gosuslugi。ru", "gosuslugi．ru", "gosuslugi․ru", "gosuslugi｡ru", "ｇosuslugi.ru"]


@pytest.mark.parametrize(
    ("words", "address"),
    [
        *((words, "https://evil.example") for words in DECEIVING),
        ("gosuslugi .ru", "https://evil.example"),
        ("gosuslugi. ru", "https://evil.example"),
        ("https://gosuslugi.ru/a", "https://gosuslugi.ru.evil.example/a"),
        ("g\u043esuslugi.ru", "https://gosuslugi.ru"),
    ],
)
def test_words_that_deceive_about_the_host_are_an_error(words: str, address: str) -> None:
    fault = check_link_text(words, address)
    assert fault
    assert (fault.code, fault.is_advice) == ("link-other-host", False)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("gosuslugi.ru", "https://evil.example/gosuslugi.ru"),
        ("gosuslugi.ru.", "https://evil.example"),
        (".gosuslugi.ru", "https://evil.example"),
        ("Сайт www.gosuslugi.ru", "https://evil.example"),
        ("gosuslugi.ru", "https://evilgosuslugi.ru"),
        ("gosuslugi.ru", "https://evil.example\\x.gosuslugi.ru/"),
        ("a@gosuslugi.ru", "https://evil.example"),
        ("gosuslugi.ru", "mailto:a@evil.example"),
        ("президент.рф", "https://xn--e1afmkfd.xn--p1ai/"),
        ("kids.gov", "https://kids.usa.gov/"),
        ("gosuslugi.ru", "https://web.archive.org/web/2020/https://evil.example/"),
    ],
)
def test_words_that_name_another_host_are_advice(words: str, address: str, tmp_path: Path) -> None:
    text = f"[{words}]({address})"
    found = problems_for({ITEM: HEAD.format("x", text)}, tmp_path)["link-other-host"]
    assert found.severity is Severity.ADVICE
    for language in message_languages():
        assert "evil" not in address or "evil" in found.format(language)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("gosuslugi.ru", "https://www.gosuslugi.ru/10600"),
        ("www.gosuslugi.ru", "https://lk.gosuslugi.ru"),
        ("lk.gosuslugi.ru", "https://www.gosuslugi.ru"),
        ("gosuslugi\u3002ru", "https://gosuslugi.ru"),
        ("президент.рф", "https://xn--d1abbgf6aiiy.xn--p1ai/"),
        ("Отчёт.pdf", "https://yakutia.ru/report.pdf"),
        ("Сайт gosuslugi.ru.", "https://gosuslugi.ru"),
        ("a@gosuslugi.ru", "mailto:A@gosuslugi.ru?subject=x"),
        ("Пишите на a@gosuslugi.ru", "mailto:a@gosuslugi.ru"),
        ("lenta.ru", "https://web.archive.org/web/2020/https://lenta.ru/news/"),
        ("lenta.ru", "https://web.archive.org/web/2020/http:/lenta.ru/news/"),
        ("lenta.ru", "https://archive.ph/AbCd"),
        ("ASP.NET", "https://dotnet.microsoft.com/"),
        ("kids.gov (usa.gov)", "https://kids.usa.gov/"),
        ('kids.gov" title="', "/news/"),
        ("122", "tel:122"),
        ("1\ufe0f\u20e32\ufe0f\u20e32\ufe0f\u20e3", "tel:122"),
        ("8 (800) 101‑00‑35", "tel:+78001010035"),
        ("\uff11\uff12\uff12, круглосуточно, 24/7", "tel:122"),
        ("42-03-11", "tel:+74112420311"),
        ("122 или 8-800-101-0035", "tel:+7(800)101-00-35"),
        ("Горячая линия 2022 года", "tel:122"),
    ],
)
def test_honest_words_are_accepted(words: str, address: str) -> None:
    assert check_link_text(words, address) is None


def test_a_title_that_names_the_host_excuses_the_words(tmp_path: Path) -> None:
    text = '[kids.gov](https://kids.usa.gov/ "kids.usa.gov") и [122.example.org](/news/)'
    assert problems_for({ITEM: HEAD.format("x", text)}, tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[122](tel:+79061234567)", "link-other-number"),
        ("[1 2 2](tel:112)", "link-other-number"),
        ("[\u0661\u0662\u0662](tel:112)", "link-other-number"),
        ("[\uff11\uff12\uff12](tel:112)", "link-other-number"),
        ("[Звоните **122**](tel:+79061234567)", "link-other-number"),
        ("[8-800-101-0035](tel:+78001010036)", "link-other-number"),
        ("[03](tel:+79061234567)", "link-other-number"),
        ("[Звоните](tel:**21*+79061234567#)", "link-dial-code"),
        ("[122](TEL:*21*+79061234567#)", "link-dial-code"),
        ("[122](tel:#21#)", "link-dial-code"),
        ("[a@gosuslugi.ru](mailto:b@gosuslugi.ru)", "link-other-mailbox"),
        ("[a\uff20gosuslugi.ru](mailto:a@evil.example)", "link-other-mailbox"),
        ('Номер <span dir="rtl">8 800 122</span>', "digits-right-to-left"),
        ('[<bdi dir="RTL">122 8</bdi>](tel:1228)', "digits-right-to-left"),
        ('<p><q dir="rtl"><b>8 (122)</b></q></p>', "digits-right-to-left"),
        ("Сайт g\u043esuslugi.ru открыт", "host-mixed"),
        ("Сайт https://g\u043esuslugi.ru/a открыт", "host-mixed"),
        ("Пишите: a@\u0430\u0440\u0440\u04cf\u0435.com.", "host-mixed"),
        ("<p>g\u043esuslugi\u3002ru</p>", "host-mixed"),
    ],
)
def test_numbers_mailboxes_and_hosts_that_mislead_are_errors(text: str, code: str, tmp_path: Path) -> None:
    found = problems_for({ITEM: HEAD.format("x", text)}, tmp_path)
    assert found[code].severity is Severity.ERROR
    assert {found[code].format(language) for language in message_languages()}


@pytest.mark.parametrize(
    "text",
    [
        "На сайте gosuslugi.ru, президент.рф и мвд.рф",
        "Файл рос.pdf и т.е. Сайт",
        'Текст <q dir="rtl">א</q> 122 и <q dir="rtl">ב <bdi dir="ltr">122</bdi></q>',
    ],
)
def test_text_that_misleads_nobody_is_accepted(text: str, tmp_path: Path) -> None:
    assert problems_for({ITEM: HEAD.format("x", text)}, tmp_path) == {}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (
            {"figures/f.yaml": FIGURES.replace("ru: а", "ru: gosuslugi.ru", 2).format(f"https://{EVIL}")},
            "host",
        ),
        ({"alert.yaml": ALERT.format("Вход на gosuslugi.ru", f"https://{EVIL}")}, "host"),
        ({"alert.yaml": ALERT.format("Звоните 122", "tel:+79061234567")}, "number"),
    ],
)
def test_words_and_address_are_compared_in_fields_too(
    files: dict[str, str | bytes], code: str, tmp_path: Path
) -> None:
    assert f"link-other-{code}" in problems_for(files, tmp_path)
