"""The contact sheet: every card in every size, theme and language on one page, to be looked over."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from plugins.cards.key import card_name
from plugins.cards.palette import png_palette
from plugins.cards.shelf import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.cards.shelf import Order

STYLE = """
body { font: 16px/1.4 sans-serif; margin: 2rem; background: #e7ecee; color: #10242e }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start }
figure { margin: 0; width: 22rem } figure.story { width: 12rem } figure.post { width: 16rem }
img { width: 100%; height: auto; display: block } figcaption { font-size: .75rem }
"""


def contact_sheet(
    orders: Iterable[Order], palettes: Mapping[str, Mapping[str, str]], pictures: Mapping[str, Path]
) -> str:
    """One HTML page; pictures are linked where they lie, a card that could not be drawn says so."""
    inks = {theme: png_palette(tokens) for theme, tokens in palettes.items()}
    by_address = sorted(orders, key=lambda order: order.poster.address)
    sections = [
        f"<section><h2>{escape(address)}</h2>{card_rows(list(group), inks, pictures)}</section>"
        for address, group in groupby(by_address, key=lambda order: order.poster.address)
    ]
    head = f"<meta charset=utf-8><title>Cards</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang=en>{head}<h1>{len(sections)} cards</h1>{''.join(sections)}</html>\n"


def card_rows(orders: list[Order], inks: Mapping[str, bytes], pictures: Mapping[str, Path]) -> str:
    """One card: a row for each language, its alt text under it."""
    rows = []
    for language, group in groupby(orders, key=lambda order: order.poster.language):
        same = list(group)
        shown = "".join(
            picture_html(order, theme, inks, pictures) for order in same for theme in order.themes
        )
        alt = escape(same[0].poster.alt)
        rows.append(f'<div class="row">{shown}</div><p lang="{language}">{alt}</p>')
    return "".join(rows)


def picture_html(order: Order, theme: str, inks: Mapping[str, bytes], pictures: Mapping[str, Path]) -> str:
    """One picture with its size and weight."""
    name = card_name(order.poster, order.size, theme, inks[theme])
    file = pictures.get(published(order, name))
    caption = f"{order.size.name}, {theme}, {order.poster.language}"
    if file is None:
        return f'<figure class="{order.size.name}"><figcaption>{caption}: does not fit</figcaption></figure>'
    size = f"{order.size.width} × {order.size.height}, {file.stat().st_size / 1000:.0f} kB"
    image = f'<img src="{escape(file.resolve().as_uri())}" alt="{escape(order.poster.alt)}" loading="lazy">'
    return f'<figure class="{order.size.name}">{image}<figcaption>{caption}, {size}</figcaption></figure>'
