"""The desk's page and scripts, its words, and the session that opens it."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from plugins.editor.desk import api
from plugins.editor.desk.access import KEY_SECONDS
from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.guard import DESK_POLICY
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

STATIC = Path(__file__).parent / "static"
THEME_FILES = {
    "palette.css": "css/palette.css",
    "tokens.css": "css/tokens.css",
    "onest-bold.woff2": "fonts/onest-bold.woff2",
}
"""Files of the theme that the desk uses, by the name it knows them under."""


def routes(desk: Desk) -> list[BaseRoute]:
    """The routes of the page, its files, its words and the session."""
    shell = _Shell(desk)
    return [
        Route("/desk", shell.redirect),
        Route("/desk/", shell.page),
        *(Route(f"/desk/static/{name}", shell.theme_file) for name in THEME_FILES),
        Mount("/desk/static", StaticFiles(directory=STATIC)),
        api.get("session", shell.session),
        api.get("texts", shell.texts),
    ]


class _Shell:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def redirect(self, _request: Request) -> Response:
        return RedirectResponse("/desk/")

    async def page(self, request: Request) -> Response:
        """The desk's page; opened with the key it sets the session's cookie, and forgets the key."""
        if typed := request.query_params.get("key"):
            may_enter = self.desk.access.opens(typed)
            return self._open(RedirectResponse("/desk/", HTTPStatus.SEE_OTHER), may_enter=may_enter)
        nonce = secrets.token_urlsafe(16)
        page = (STATIC / "desk.html").read_text(encoding="utf-8").replace("{nonce}", nonce)
        # The editing component makes its style sheet while it runs.
        policy = DESK_POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
        response = HTMLResponse(page, headers={"Content-Security-Policy": policy})
        # A server with a login has let in whoever asks through it.
        return self._open(response, may_enter=self.desk.access.is_shared)

    def _open(self, response: Response, *, may_enter: bool) -> Response:
        """The response, with the session's cookie for who may enter."""
        access = self.desk.access
        if may_enter:
            response.set_cookie(
                access.cookie,
                access.session,
                max_age=KEY_SECONDS,
                path="/desk/",
                secure=access.address.startswith("https:"),
                httponly=True,
                samesite="strict",
            )
        return response

    async def theme_file(self, request: Request) -> Response:
        """A file of the theme that the desk uses."""
        file = self.desk.place.theme / "static" / THEME_FILES[request.url.path.rpartition("/")[2]]
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    def session(self, asked: ApiRequest) -> dict[str, object]:
        """What the page needs to know about the site, the editor, and the token that changes need."""
        options = self.desk.options()
        site = options.site
        return {
            "token": self.desk.access.token,
            "user": asked.user,
            "site": site.name,
            "url": site.url,
            "languages": site.languages,
            "zone": site.zone.key,
            "zonePlaces": {code: Language(code).zone_place(site.zone.key) for code in desk_languages()},
            "now": options.now.isoformat(),
            "language": self.desk.language,
            "deskLanguages": desk_languages(),
            "workspace": options.cache_id,
            "screens": sorted(file.stem for file in (STATIC / "screens").glob("*.js")),
        }

    def texts(self, asked: ApiRequest) -> dict[str, object]:
        """The words of all screens in a language."""
        texts = load_desk_texts(asked.language)
        return {"language": asked.language, "languages": desk_languages(), "texts": texts.entries}
