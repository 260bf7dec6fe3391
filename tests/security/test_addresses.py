"""No address misleads: the host that a reader sees is the host that a browser opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.diagnostics.text_safety import check_address
from tests.building import content_of, read

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-01-hostile/ru.md"
HEAD = "---\ntitle: Новость\nsummary: {}\ntopics: [health]\n---\n\n{}\n"
ALERT = "level: info\nfrom: 2023-01-01\nuntil: 2023-01-02\ntext: {{ru: {}, en: Text}}\nlink: {}\n"
SOURCE = "sources: {{s: {{publisher: {{ru: а, en: b}}, url: {}, date: 2022}}}}\n"
FIGURES = f"title: {{{{ru: а, en: b}}}}\n{SOURCE}cards: []\n"
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


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("[gosuslugi.ru](https://evil.example/gosuslugi.ru)", "evil.example"),
        ("[Сайт **www.gosuslugi.ru**](https://evil.example)", "evil.example"),
        ("[https://gosuslugi.ru/a](https://gosuslugi.ru.evil.example/a)", "gosuslugi.ru.evil.example"),
        ("[gosuslugi.ru](https://evilgosuslugi.ru)", "evilgosuslugi.ru"),
        ("[gosuslugi.ru](https://evil.example\\x.gosuslugi.ru/)", "evil.example"),
        ("[g\u043esuslugi.ru](https://gosuslugi.ru)", "gosuslugi.ru"),
        ("[президент.рф](https://xn--e1afmkfd.xn--p1ai/)", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_a_link_to_another_host_than_it_names_is_an_error(link: str, host: str, tmp_path: Path) -> None:
    assert f"leads to {host}." in messages_for({ITEM: HEAD.format("x", link)}, tmp_path)["link-other-host"]


@pytest.mark.parametrize(
    "link",
    [
        "[gosuslugi.ru](https://www.gosuslugi.ru/10600)",
        "[www.gosuslugi.ru](https://lk.gosuslugi.ru)",
        "[президент.рф](https://xn--d1abbgf6aiiy.xn--p1ai/)",
        "[Отчёт.pdf](https://yakutia.ru/report.pdf)",
        "[Сайт gosuslugi.ru.](https://gosuslugi.ru)",
        "[a@gosuslugi.ru](mailto:a@gosuslugi.ru)",
        "[122.example.org](/news/)",
    ],
)
def test_a_link_may_name_its_own_host(link: str, tmp_path: Path) -> None:
    assert messages_for({ITEM: HEAD.format("x", link)}, tmp_path) == {}
