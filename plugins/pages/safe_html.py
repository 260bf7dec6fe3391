"""HTML that templates take as it is: tables for narrow screens, telephone numbers that stay whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from plugins.i18n.telephones import link_telephones

if TYPE_CHECKING:
    from plugins.i18n.telephones import TelephoneCustoms

HYPHENED = re.compile(r"(?<![\w&#])\+?\d+(?:[-–]\d+)+(?!\w)")
RANGE = re.compile(r"<svg\b.*?</svg>|(?<!\d)(\d+–\d+)(?=[^<>]*<)", re.DOTALL)
"""Numbers from and to, in a text and not in a tag; a drawing is passed over."""
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
HEAD_CELL = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(?:td|th)\b")
TAG = re.compile(r"<[^>]*>")
FEWEST = 3
"""Columns of a table that is shown as rows; two fit any screen."""
MANY = 4


def safe_html(html: str) -> Markup:
    """HTML of a template or of sanitized text, or text that was escaped: no template escapes it again."""
    return Markup(html)  # noqa: S704 - the one place that says so


def unbroken(text: str, direction: str = "ltr") -> Markup:
    """The text escaped; telephone numbers, other hyphenated ones and ranges stay on a line and in order."""
    turn = ' dir="ltr"' if direction == "rtl" else ""
    return safe_html(HYPHENED.sub(rf'<span class="unbroken"{turn}>\g<0></span>', str(escape(text))))


def linked(text: str, customs: TelephoneCustoms, direction: str) -> Markup:
    """The text escaped, its telephone numbers as links."""
    return safe_html(link_telephones(text, customs, direction))


def isolated(number: str, direction: str) -> Markup:
    """A telephone number escaped, isolated from right-to-left text."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(number) if direction == "rtl" else escape(number)


def wrap_tables(html: str) -> Markup:
    """The HTML with each table in a `<div>` that scrolls, and ranges of numbers kept on a line.

    In a table of three and more columns each cell but a row's first has its column's name in `data-label`,
    which the style sheet shows where the columns do not fit. A table with cells across columns or rows is
    left to scroll.
    """
    whole = RANGE.sub(_keep_range, html) if "–" in html else html
    return safe_html(TABLE.sub(lambda match: _wrap(match[0]), whole))


def _keep_range(found: re.Match[str]) -> str:
    return f'<span class="unbroken">{found[1]}</span>' if found[1] else found[0]


def _wrap(table: str) -> str:
    head = HEAD.search(table)
    names = [_plain(cell) for cell in HEAD_CELL.findall(head[0])] if head else []
    if head is None or len(names) < FEWEST or "span=" in table:
        return f'<div class="prose-table" tabindex="0">{table}</div>'
    body = ROW.sub(lambda row: _label(row[0], names), table[head.end() :])
    size = " table-many" if len(names) >= MANY else ""
    return f'<div class="prose-table table-rows{size}" tabindex="0">{table[: head.end()]}{body}</div>'


def _label(row: str, names: list[str]) -> str:
    labels = iter(("", *names[1:]))

    def add(cell: re.Match[str]) -> str:
        label = next(labels, "")
        return f'{cell[0]} data-label="{label}"' if label else cell[0]

    return CELL.sub(add, row)


def _plain(cell: str) -> str:
    return TAG.sub("", cell).strip().replace('"', "&quot;")
