"""Languages by code, with and without a script or a region."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import available_timezones

import pytest

from plugins.i18n.language import Language


@pytest.mark.parametrize(
    ("code", "name", "open_graph", "direction"),
    [
        ("ru", "Русский", "ru_RU", "ltr"),
        ("en", "English", "en_US", "ltr"),
        ("sah", "Саха тыла", "sah_RU", "ltr"),
        ("pt-BR", "Português (Brasil)", "pt_BR", "ltr"),
        ("zh-Hant", "中文 (繁體)", "zh_TW", "ltr"),
        ("zh-Hans", "中文 (简体)", "zh_CN", "ltr"),
        ("sr-Latn", "Srpski (latinica)", "sr_RS", "ltr"),
        ("ar", "العربية", "ar_EG", "rtl"),
        ("he", "עברית", "he_IL", "rtl"),
        ("ckb", "کوردیی ناوەندی", "ckb_IQ", "rtl"),
    ],
)
def test_a_code_gives_name_territory_and_direction(
    code: str, name: str, open_graph: str, direction: str
) -> None:
    language = Language(code)
    assert (language.name, language.open_graph, language.direction) == (name, open_graph, direction)


@pytest.mark.parametrize(
    ("code", "around", "attributes"),
    [
        ("en", "ru", ' lang="en"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
        ("pt-BR", "ar", ' lang="pt-BR" dir="ltr"'),
        ("he", "ar", ' lang="he"'),
    ],
)
def test_the_direction_is_given_where_it_changes(code: str, around: str, attributes: str) -> None:
    assert Language(code).attributes(Language(around)) == attributes


def test_a_number_is_isolated_in_right_to_left_text_only() -> None:
    assert Language("ar").isolate("+1 212") == "\u2066+1 212\u2069"
    assert Language("en").isolate("+1 212") == "+1 212"


@pytest.mark.parametrize(
    ("value", "shown", "category"),
    [
        ("670.0", "670", "many"),
        ("21.000", "21", "one"),
        ("2.0", "2", "few"),
        ("1.50", "1,5", "other"),
        ("1.0004", "1", "one"),
        ("0.9996", "1", "one"),
        ("1000000.0", "1\u00a0000\u00a0000", "many"),
        ("6.7E+2", "670", "many"),
    ],
)
def test_the_plural_is_that_of_the_number_shown(value: str, shown: str, category: str) -> None:
    language = Language("ru")
    assert (language.number(Decimal(value)), language.plural(Decimal(value))) == (shown, category)


@pytest.mark.parametrize(
    ("zone", "code", "place"),
    [
        ("Asia/Yakutsk", "ru", "Якутск"),
        ("Asia/Yakutsk", "en", "Yakutsk"),
        ("America/New_York", "ru", "Нью-Йорк"),
        ("UTC", "en", "UTC"),
        ("Etc/GMT-9", "ru", "UTC+9"),
        ("Etc/GMT+11", "en", "UTC−11"),
        ("Etc/GMT+0", "en", "GMT"),
    ],
)
def test_a_time_zone_is_called_by_its_place(zone: str, code: str, place: str) -> None:
    assert Language(code).zone_place(zone) == place


def test_every_time_zone_has_a_place_without_signs_of_code() -> None:
    places = {zone: Language("ru").zone_place(zone) for zone in available_timezones()}
    assert [zone for zone, place in places.items() if not place or "/" in place or "_" in place] == []
