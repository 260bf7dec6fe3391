"""Dates at the edges of the calendar and of time zones: a site is built, or its editor reads a sentence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.build.up_to_date import validity
from plugins.content.load import load_site
from plugins.editor.status import collect_status
from tests.building import SITE, build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n{matter}---\n\nТекст.\n"
ALERT = "level: info\nfrom: {first}\nuntil: {last}\ntext: {{ru: Да, en: Yes}}\n"
ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Africa/Monrovia", "Asia/Kathmandu", "UTC")
"""The farthest east and west, and some between."""
FIRST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(2999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
MOMENTS = (FIRST, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), LAST)
DATES = st.one_of(
    st.dates().map(str),
    st.datetimes().map(str),
    st.sampled_from(
        ["0000-00-00", "9999-12-31 23:59", "2999-12-31", "1970-01-01", "29.02.2023", "-1", "1e9"]
    ),
    st.text("0123456789-:./TZ +", max_size=18),
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=DATES, last=DATES, zone=st.sampled_from(ZONES), now=st.sampled_from(MOMENTS))
def test_any_dates_are_loaded_or_reported(
    first: str, last: str, zone: str, now: dt.datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    matter = f'updated: "{first}"\nreviewed: "{last}"\ncorrections: [{{date: "{last}", text: Да}}]\n'
    folder = "".join(char for char in first if char.isdecimal() or char == "-")
    content = content_of(
        tmp_path_factory.mktemp("site"),
        {
            "news/2023-01-31-item/ru.md": NEWS.format(matter=matter),
            f"news/{folder}-item/ru.md": NEWS.format(matter=""),
            "faq/calling/when/ru.md": f'---\ntitle: Когда?\ndate: "{last}"\n---\n\nДа.\n',
            "alert.yaml": ALERT.format(first=f'"{first}"', last=f'"{last}"'),
        },
    )
    options = build_options(content, now=now, site=replace(SITE, timezone=zone))
    result = load_site(options)
    assert all(found.format(language) for found in result.problems for language in ("ru", "en"))
    assert collect_status(result, options)
    assert validity(result.content.change_moments, now)


@pytest.mark.parametrize("zone", ZONES[:2])
@pytest.mark.parametrize("now", ["1970-01-01", "2999-12-31T23:59:59"])
def test_a_site_is_built_at_the_edges_of_time(now: str, zone: str, tmp_path: Path) -> None:
    content = content_of(
        tmp_path,
        {
            "news/1970-01-01-first/ru.md": NEWS.format(matter='time: "00:00"\n'),
            "news/2999-12-31-last/ru.md": NEWS.format(matter='time: "23:59"\n'),
            "alert.yaml": ALERT.format(first="1970-01-01", last="2999-12-31 23:59"),
        },
    )
    config = content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("Asia/Yakutsk", zone), encoding="utf-8")
    folders = ("--output", tmp_path / "output", "--cache", tmp_path / "cache")
    for _ in range(2):
        built = inv("build", "--content", content, *folders, "--now", now, "--no-search")
        assert built.returncode == 0, built.stderr
