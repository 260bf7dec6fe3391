"""A page loads the sheets that its classes call for, and no sheet that would bring nothing new."""

from __future__ import annotations

import pytest

from plugins.pages.stylesheets import Stylesheet, sheets_for

SHEETS = tuple(
    Stylesheet(name, classes, "", blocks, 1)
    for name, classes, blocks in (
        ("site", (), ("palette", "base")),
        ("front", ("hero",), ("hero", "teaser")),
        ("lists", ("teaser", "pager"), ("teaser",)),
        ("more", ("pager",), ("teaser", "pager")),
        ("print", (), ("print",)),
    )
)


@pytest.mark.parametrize(
    ("html", "loaded"),
    [
        ("", "site print"),
        ("<p>hero teaser</p>", "site print"),
        ('<p class="heroic">', "site print"),
        ('<p class="a teaser">', "site lists print"),
        ('<p class="teaser"><p class="x hero">', "site front print"),
        ('<p class="pager">', "site lists more print"),
        ('<p class="pager hero">', "site front more print"),
    ],
)
def test_a_page_loads_what_it_shows(html: str, loaded: str) -> None:
    assert [sheet.address for sheet in sheets_for(html, SHEETS)] == loaded.split()
