"""The desk: what its parts share, and the web application made of their routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.options import build_options
from plugins.editor.acts.item_edit import ActContext
from plugins.editor.desk import (
    acts,
    deleted_pictures,
    figure_set,
    figure_table,
    figures,
    help_pages,
    item,
    listing,
    new_item,
    pickers,
    picture_delete,
    picture_upload,
    presence,
    publishing,
    reviewing,
    shared_view,
    shell,
    site_files,
    team,
    workspace,
)
from plugins.editor.desk.api import LANGUAGE_HEADER
from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.loading import ContentLoader
from plugins.editor.desk.workspace import Workspace
from plugins.site.run import read_site_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from starlette.datastructures import Headers
    from starlette.routing import BaseRoute

    from plugins.content.options import BuildOptions
    from plugins.editor.desk.access import Access
    from plugins.editor.report import UiText

MODULES: tuple[ModuleType, ...] = (
    shell,
    acts,
    deleted_pictures,
    figure_set,
    figure_table,
    figures,
    help_pages,
    item,
    listing,
    new_item,
    pickers,
    picture_delete,
    picture_upload,
    presence,
    publishing,
    reviewing,
    shared_view,
    site_files,
    team,
    workspace,
)
"""The parts of the desk; each has `routes(desk)`."""


class DeskPlace(Struct, frozen=True):
    """The folders that the desk works on, its address, and the moment it takes for now (empty: the clock)."""

    content: Path
    theme: Path
    output: Path
    cache: Path
    address: str
    now: str = ""
    echo: Callable[[str], None] = print


class Desk:
    """What the parts of the desk share."""

    def __init__(self, place: DeskPlace, access: Access, language: str) -> None:
        self.place = place
        self.access = access
        self.language = language
        self.workspace = Workspace(place.content)
        self.loader = ContentLoader(self.options)

    def options(self) -> BuildOptions:
        """The options of a preview build at this moment; raises `SettingsError`."""
        return build_options(read_site_settings(self.settings()))

    def settings(self) -> dict[str, object]:
        """Overrides for a build with drafts, apart from the published output."""
        return {
            "PATH": str(self.place.content),
            "THEME": str(self.place.theme),
            "OUTPUT_PATH": str(self.place.output),
            "CACHE_PATH": str(self.place.cache),
            "SITEURL": self.place.address,
            "PREVIEW": True,
            "FORCE_RELEASE": True,
            "SEARCH": False,
            **({"NOW": self.place.now} if self.place.now else {}),
        }

    def act_context(self) -> ActContext:
        """The content as it is, with readers' options."""
        return ActContext(self.loader.load().result, replace(self.options(), preview=False))

    def texts(self, headers: Headers, query: bytes) -> UiText:
        """The words of a request: in the language that it names or its browser has, else the command's."""
        known = desk_languages()
        asked = (code for code in requested_languages(headers, query) if code in known)
        return load_desk_texts(next(asked, self.language))

    def routes(self) -> list[BaseRoute]:
        """The routes of all parts."""
        return [route for module in MODULES for route in module.routes(self)]


def requested_languages(headers: Headers, query: bytes) -> Iterator[str]:
    """The languages that a request names in its address, in the desk's header and as its browser's own."""
    for pair in query.split(b"&"):
        name, _, value = pair.partition(b"=")
        if name == b"lang":
            yield value.decode("ascii", "replace")
    yield headers.get(LANGUAGE_HEADER, "")
    for wanted in headers.get("accept-language", "").split(","):
        yield wanted.partition(";")[0].partition("-")[0].strip().lower()
