"""A second pair of eyes: wishes for a look, confirmations, and a preview to send to who has no desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from starlette.responses import Response

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, read_json
from plugins.editor.preview_package import PreviewPackage, packaged_pages, zip_files
from plugins.editor.report import load_ui_text
from plugins.editor.reviews import (
    ReviewAct,
    ReviewState,
    add_reviews,
    review_record,
    review_states,
    text_digest,
)

if TYPE_CHECKING:
    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.model.bundle import Bundle

FILE_NAME = re.compile(r"[^a-z0-9-]+")


class AskArgs(Struct, frozen=True):
    """A wish for a look at an item."""

    bundle: str
    act: Literal["review", "fact-check"]
    note: str = ""


class LookedArgs(Struct, frozen=True):
    """A look at an item; `by` names who looked, if it is not the editor who says so."""

    bundle: str
    by: str = ""
    note: str = ""


def routes(desk: Desk) -> list[Route]:
    """The routes of wishes, looks and previews to send."""
    reviewing = Reviewing(desk)
    return [
        api.get("reviews", reviewing.state),
        api.post("reviews/ask", reviewing.ask),
        api.post("reviews/looked", reviewing.looked),
        api.get("preview.zip", reviewing.preview),
    ]


class Reviewing:
    """Tells and records who looks at what."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def state(self, asked: ApiRequest) -> dict[str, Any]:
        """What is open at one item, or at all of them."""
        bundles = self.desk.loader.load().result.content.bundles
        states = review_states(self.desk.place.content)
        name = asked.query.get("bundle", "")
        if name:
            return self._shown(
                self._bundle(name), states.get(self._bundle(name).identity, ReviewState()), asked
            )
        found = [
            (bundle, states[bundle.identity]) for bundle in bundles.values() if bundle.identity in states
        ]
        return {"items": [self._shown(bundle, state, asked) for bundle, state in found if state.is_open]}

    def ask(self, asked: ApiRequest) -> dict[str, Any]:
        """Ask for a look or a check of facts."""
        args = read_json(asked, AskArgs)
        record = review_record(self._bundle(args.bundle), ReviewAct(args.act), asked.user, args.note)
        add_reviews(self.desk.place.content, [record])
        return self._state_of(args.bundle, asked)

    def looked(self, asked: ApiRequest) -> dict[str, Any]:
        """Confirm that somebody has looked, who is not who asked for it or published alone."""
        args = read_json(asked, LookedArgs)
        bundle, by = self._bundle(args.bundle), " ".join(args.by.split()) or asked.user
        state = review_states(self.desk.place.content).get(bundle.identity, ReviewState())
        if not state.may_look(by):
            raise ApiError(422, "review.own", by=by)
        note = args.note if by == asked.user else f"{args.note} ({asked.user})".strip()
        add_reviews(self.desk.place.content, [review_record(bundle, ReviewAct.LOOKED, by, note)])
        return self._state_of(args.bundle, asked)

    def preview(self, asked: ApiRequest) -> Response:
        """A ZIP archive with the pages of an item as they would be, which opens without a server."""
        bundle = self._bundle(asked.text("bundle"))
        options = self.desk.options()
        package = PreviewPackage(
            self.desk.place.output,
            packaged_pages(bundle, options.urls),
            options.urls.site_url,
            options.site.url,
            load_ui_text(asked.language),
            asked.query.get("note", ""),
        )
        try:
            files = package.files()
        except FileNotFoundError as error:
            raise ApiError(409, "review.not-built") from error
        name = FILE_NAME.sub("-", bundle.name.rpartition("/")[2])
        disposition = f'attachment; filename="{name}.zip"'
        content = zip_files(files, name)
        return Response(content, media_type="application/zip", headers={"Content-Disposition": disposition})

    def _bundle(self, name: str) -> Bundle:
        bundle = self.desk.loader.load().result.content.bundles.get(name)
        if bundle is None:
            raise ApiError(404, "errors.no-file", path=name)
        return bundle

    def _state_of(self, name: str, asked: ApiRequest) -> dict[str, Any]:
        bundle = self._bundle(name)
        states = review_states(self.desk.place.content)
        return self._shown(bundle, states.get(bundle.identity, ReviewState()), asked)

    @staticmethod
    def _shown(bundle: Bundle, state: ReviewState, asked: ApiRequest) -> dict[str, Any]:
        return {
            "bundle": bundle.name,
            "title": bundle.documents.get(asked.language, bundle.primary).matter.title,
            "wishes": state.wishes,
            "alone": state.alone,
            "looked": state.looked,
            "isCurrent": state.looked is not None and state.looked.text == text_digest(bundle),
            "mayLook": state.may_look(asked.user),
            "user": asked.user,
        }
