"""The program and the theme are nobody's: no telephone number, region or country stands in them."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from tests.building import ROOT

FILES = sorted(
    path
    for folder in ("plugins", "theme")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".toml", ".yaml", ".md", ".html", ".css", ".js"}
    and path.parent.name != "stemmers"
    and path.name != "vendor.js"
)
SHORT_NUMBER = re.compile(r"(?<![\w.,#-])(?:101|102|103|109|112|116|122|911|988)(?![\w.,%-])")
LONG_NUMBER = re.compile(
    r"(?<![\w.+-])(?:\+\d[\d ()-]{6,}\d|8[ -]?\(?\d{3}\)?[ -]\d{3}[ -]?\d\d[ -]?\d\d|0\d{2,4} \d{3} \d{3,4}"
    r"|\(\d{3,5}\) ?\d{2,4}[ -]\d{2,4}|\d{3}-\d{3}-\d{4})(?![\w-])"
)
NOT_COUNTRIES = frozenset(
    {"Chad", "Georgia", "Jersey", "Man", "Мали", "Ангола", "Того", "Чад", "Нигер", "Конго"}
)
"""Names that are also other words."""
ADJECTIVES = (
    r"[Рр]оссийск\w*|Росси[ияюей]\w*|Якут\w*|Казах\w*|Украин\w*|Белорус\w*|Yakut\w*|Kazakh\w*|Ukrain\w*"
    r"|Russian (?:telephone|number|region|service)s?|British|American"
)
CODES = re.compile(r"""["'](?:RU|KZ|UA|BY|GB|US|DE|FR)["']""")


def countries() -> re.Pattern[str]:
    """The names of all countries in both languages of the interface, as whole words."""
    names = {
        name
        for language in ("en", "ru")
        for code, name in Locale(language).territories.items()
        if code.isalpha() and name not in NOT_COUNTRIES
    }
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))}|{ADJECTIVES})(?!\w)")


COUNTRY = countries()


@pytest.mark.parametrize(
    "pattern", [SHORT_NUMBER, LONG_NUMBER, COUNTRY, CODES], ids=["short", "long", "country", "code"]
)
def test_no_number_region_or_country_stands_in_the_program(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (SHORT_NUMBER, 'NUMBER = "122"'),
        (SHORT_NUMBER, '<a href="tel:112">'),
        (LONG_NUMBER, "call +1 212-555-0134"),
        (LONG_NUMBER, "0800 123 456"),
        (LONG_NUMBER, "8 800 200-01-22"),
        (COUNTRY, "in Russia’s regions"),
        (COUNTRY, "в регионах России"),
        (COUNTRY, "Казахстан"),
        (CODES, '"areaServed": "RU"'),
    ],
)
def test_what_would_be_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
