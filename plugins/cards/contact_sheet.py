"""Renders the contact sheet: every card in every size, theme and language on one page."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from plugins.cards.card_cache import card_name, output_path
from plugins.cards.design import png_palette

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.cards.card_cache import RenderJob

STYLE = """
body { font: 16px/1.4 sans-serif; margin: 2rem; background: #e7ecee; color: #10242e }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start }
figure { margin: 0; width: 22rem } figure.story { width: 12rem } figure.post { width: 16rem }
img { width: 100%; height: auto; display: block } figcaption { font-size: .75rem }
"""


def render_contact_sheet(
    jobs: Iterable[RenderJob], palettes: Mapping[str, Mapping[str, str]], pictures: Mapping[str, Path]
) -> str:
    """Render the sheet as HTML with links to the cache files; missing pictures are marked."""
    png_palettes = {theme: png_palette(tokens) for theme, tokens in palettes.items()}
    ordered = sorted(jobs, key=lambda job: job.card.address)
    sections = []
    for address, of_card in groupby(ordered, key=lambda job: job.card.address):
        rows = [
            _render_row(list(of_language), png_palettes, pictures)
            for _, of_language in groupby(of_card, key=lambda job: job.card.language)
        ]
        sections.append(f"<section><h2>{escape(address)}</h2>{''.join(rows)}</section>")
    head = f"<meta charset=utf-8><title>Cards</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang=en>{head}<h1>{len(sections)} cards</h1>{''.join(sections)}</html>\n"


def _render_row(
    jobs: list[RenderJob], png_palettes: Mapping[str, bytes], pictures: Mapping[str, Path]
) -> str:
    pairs = [(job, theme) for job in jobs for theme in job.themes]
    thumbnails = "".join(_render_thumbnail(*pair, png_palettes, pictures) for pair in pairs)
    card = jobs[0].card
    return f'<div class="row">{thumbnails}</div><p lang="{card.language}">{escape(card.alt)}</p>'


def _render_thumbnail(
    job: RenderJob, theme: str, png_palettes: Mapping[str, bytes], pictures: Mapping[str, Path]
) -> str:
    name = card_name(job.card, job.size, theme, png_palettes[theme])
    file = pictures.get(output_path(job, name))
    caption = f"{job.size.name}, {theme}, {job.card.language}"
    if file is None:
        return f'<figure class="{job.size.name}"><figcaption>{caption}: does not fit</figcaption></figure>'
    size = f"{job.size.width} × {job.size.height}, {file.stat().st_size / 1000:.0f} kB"
    image = f'<img src="{escape(file.resolve().as_uri())}" alt="{escape(job.card.alt)}" loading="lazy">'
    return f'<figure class="{job.size.name}">{image}<figcaption>{caption}, {size}</figcaption></figure>'
