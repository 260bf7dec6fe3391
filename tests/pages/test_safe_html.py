"""Tables on pages: each scrolls; in one of several columns each cell names its column."""

from __future__ import annotations

import re

import pytest

from plugins.pages.safe_html import wrap_tables


def table(heads: list[str], rows: list[list[str]], first: str = "td") -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(
        f"<tr><{first}>{row[0]}</{first}>"
        + "".join(f'<td class="right">{cell}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@pytest.mark.parametrize("first", ["td", "th"])
@pytest.mark.parametrize("columns", [3, 4, 6])
def test_every_cell_but_a_rows_first_names_its_column(columns: int, first: str) -> None:
    heads = [f"Head <b>{number}</b>" for number in range(columns)]
    html = wrap_tables("<p>x</p>" + table(heads, [["name", *["1"] * (columns - 1)]] * 2, first) + "<p>y</p>")
    assert re.findall(r'data-label="([^"]*)"', html) == [f"Head {number}" for number in range(1, columns)] * 2
    assert ("table-many" in html) == (columns > 3)
    assert html.startswith('<p>x</p><div class="prose-table table-rows')
    assert html.endswith("</table></div><p>y</p>")


@pytest.mark.parametrize(
    "source",
    [
        table(["Name", "Calls"], [["Total", "1"]]),
        "<table><tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>",
        table(["Name", "Calls", "Share"], [["Total", "1", "2"]]).replace("<td class", "<td colspan=2 class"),
    ],
)
def test_a_table_without_columns_to_name_only_scrolls(source: str) -> None:
    assert wrap_tables(source) == f'<div class="prose-table" tabindex="0">{source}</div>'


def test_a_columns_name_cannot_end_its_attribute() -> None:
    html = wrap_tables(table(["Name", 'The "new" line', "&lt;b&gt; &amp; c"], [["Total", "1", "2"]]))
    assert 'data-label="The &quot;new&quot; line"' in html
    assert 'data-label="&lt;b&gt; &amp; c"' in html


def test_rows_with_more_or_fewer_cells_than_the_head_keep_their_text() -> None:
    source = table(["Name", "Calls", "Share"], [["Total"], ["More", "1", "2", "3"]])
    html = wrap_tables(source)
    assert (
        re.sub(r' data-label="[^"]*"', "", html)
        == f'<div class="prose-table table-rows" tabindex="0">{source}</div>'
    )


def test_each_of_several_tables_has_its_own_columns() -> None:
    html = wrap_tables(table(["A", "B", "C"], [["1", "2", "3"]]) + table(["D", "E", "F"], [["4", "5", "6"]]))
    assert re.findall(r'data-label="(\w)"', html) == ["B", "C", "E", "F"]


def test_ranges_stay_on_a_line_in_texts_and_not_in_tags_or_drawings() -> None:
    drawing = "<svg><title>1–15</title><text>1–15 April</text></svg>"
    html = wrap_tables(f'<p title="2021–2022">10–15 calls</p>{drawing}')
    assert html == f'<p title="2021–2022"><span class="unbroken">10–15</span> calls</p>{drawing}'
