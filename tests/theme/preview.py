"""Draws the theme with sample pages: `python -m tests.theme.preview FOLDER` writes them as a small site."""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.pages.json_ld import json_ld
from plugins.pages.render import template_globals
from plugins.pages.stylesheets import read_stylesheets
from tests.theme.samples import THEME, Page, sample_pages


def render(page: Page) -> str:
    """A sample page's HTML."""
    template = ENVIRONMENT.get_template(page.view.template)
    names = template_globals(ENVIRONMENT, page.site)
    return template.render(**names, view=page.view, json_ld=json_ld(page.view, page.site))


def stylesheet() -> str:
    """All style sheets as one, those of a medium within its condition."""
    sheets = read_stylesheets(THEME / "static" / "css", "", "", {})
    texts = ((sheet.media, content.decode()) for sheet, content in sheets.items())
    return "".join(f"@media {media} {{{css}}}" if media else css for media, css in texts)


def write_preview(folder: Path) -> None:
    """Writes every sample page and the style sheet under `folder`, where they lie on the sample site."""
    for page in sample_pages():
        path = folder / page.view.url.lstrip("/")
        path = path if path.suffix else path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(page), encoding="utf-8")
    (folder / "site" / "style.css").write_text(stylesheet(), encoding="utf-8")


ENVIRONMENT = Environment(
    loader=FileSystemLoader(THEME / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)

if __name__ == "__main__":
    write_preview(Path(sys.argv[1]))
