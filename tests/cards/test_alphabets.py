"""The typeface has the letters of the region's languages, and both formats have the same."""

from __future__ import annotations

import pytest

from plugins.cards.font import FONT_DIR, Weight, missing_glyphs

LATIN = "".join(map(chr, range(0x100, 0x180)))
ALPHABETS = {
    "Altai": "ЈҤӦӰ",
    "Bashkir": "ҒҘҠҢӨҪҮҺӘ",
    "Belarusian and Ukrainian": "ІЎЄЇҐʼ",
    "Chechen, Ingush, Avar and their neighbours": "Ӏӏ",
    "Chuvash": "ӐӖҪӲ",
    "Kalmyk and Tatar": "ӘҖҢӨҮҺ",
    "Kazakh": "ӘҒҚҢӨҰҮҺІ",
    "Komi and Udmurt": "ӜӞӤӦӴІ",
    "Kyrgyz, Tuvan, Mongolian and Buryat": "ҢӨҮҺ",
    "Mari": "ҤӦӰӒ",
    "Ossetian": "ӔÆ",
    "Sakha": "ҔҤӨҺҮ",
    "Serbian and Macedonian": "ЂЈЉЊЋЏЃЅЌ",
    "Tajik and Uzbek": "ҒӢҚӮҲҶЎʻ",
    "Azerbaijani and Turkish": "ƏĞİŞÇ",
    "Latin Extended-A": LATIN.upper(),
    "Romanian": "ĂÂÎȘȚ",
    "currencies": "₽₸₴₺₼€£",
}


@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS.keys())
def test_the_typeface_has_every_letter(letters: str) -> None:
    assert missing_glyphs(letters + letters.lower().replace("\u0307", "")) == ""


@pytest.mark.parametrize("weight", Weight)
def test_a_font_file_stays_small(weight: Weight) -> None:
    assert (FONT_DIR / f"Onest-{weight}.ttf").stat().st_size < 60_000
