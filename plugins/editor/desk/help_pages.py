"""The handbook as the desk's help: its chapter in the editor's language by sections, with its pictures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import nh3
from markdown import Markdown
from msgspec import Struct
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from plugins.editor.desk import api
from plugins.editor.handbook import handbook_chapter
from plugins.markdown.headings import heading_slug
from plugins.site.run import ROOT

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from plugins.editor.desk.app import Desk

PICTURES = ROOT / "docs" / "handbook"
PICTURE = re.compile(r"[a-z0-9-]+\.png")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
EXTENSIONS = ("tables", "fenced_code", "sane_lists")


class HelpSection(Struct, frozen=True):
    """A section of the help: the end of its address, its title, its HTML."""

    id: str
    title: str
    html: str


def routes(_desk: Desk) -> list[BaseRoute]:
    """The routes of the help and its pictures."""
    return [
        api.get("help", lambda asked: {"sections": help_sections(asked.language)}),
        Route("/desk/help/{name}", picture),
    ]


async def picture(request: Request) -> Response:
    """A picture of the handbook."""
    name = request.path_params["name"]
    if not PICTURE.fullmatch(name) or not (PICTURES / name).is_file():
        return Response(status_code=404)
    return FileResponse(PICTURES / name, headers={"Cache-Control": "no-cache"})


@cache
def help_sections(language: str) -> tuple[HelpSection, ...]:
    """The handbook's sections in a language, in order."""
    chapter = handbook_chapter(language).replace("](../docs/handbook/", "](/desk/help/")
    parts = HEADING.split(chapter)[1:]
    return tuple(_section(title, text) for title, text in zip(parts[::2], parts[1::2], strict=True))


def _section(title: str, text: str) -> HelpSection:
    rendered = Markdown(extensions=list(EXTENSIONS)).convert(text)
    return HelpSection(heading_slug(title), title, nh3.clean(rendered))
