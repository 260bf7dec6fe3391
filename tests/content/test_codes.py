"""Codes of countries and time zones: what a mistyped one, a city or a name means."""

from __future__ import annotations

import pytest

from plugins.content.codes import nearest_country, nearest_zone


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("uk", "GB"),
        ("KEN", "KE"),
        ("Kenya", "KE"),
        ("португалия", "PT"),
        ("Europe", ""),
        ("EU", ""),
        ("", ""),
    ],
)
def test_a_country_is_known_by_its_name_and_by_other_codes(typed: str, code: str) -> None:
    assert nearest_country(typed) == code


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Yakutsk", "Asia/Yakutsk"),
        ("new york", "America/New_York"),
        ("Africa/Nairoby", "Africa/Nairobi"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("+09:00", ""),
        ("GMT+9", ""),
        ("gmt-9", ""),
        ("Etc/gmt+9", ""),
        ("Etc/GMT+15", ""),
        ("Etc/GMT", "Etc/GMT"),
        ("../../etc/passwd", ""),
        ("", ""),
    ],
)
def test_a_time_zone_is_known_by_its_city(typed: str, zone: str) -> None:
    assert nearest_zone(typed) == zone
