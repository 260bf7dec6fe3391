"""Git in the desk: what is not committed yet, what others sent, and conflicts to decide side by side."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, current_user, read_json
from plugins.editor.desk.git import Checkout, checkout_state, find_checkout
from plugins.editor.desk.git_merge import Decision, Merge, finish_merge, pull, push
from plugins.editor.desk.publish_settings import read_settings

if TYPE_CHECKING:
    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

MAX_MESSAGE = 200


class Decided(Struct, frozen=True):
    """A merge by its two commits, and what each file in conflict becomes."""

    ours: str
    theirs: str
    decisions: tuple[Decision, ...]


def routes(desk: Desk) -> list[Route]:
    """The routes of git; whatever is written is noted for the commit that will hold it."""
    team = Team(desk)
    desk.workspace.listeners.append(team.note_change)
    return [
        api.get("git", team.state),
        api.post("git/save", team.save),
        api.post("git/share", team.share),
        api.post("git/fetch", team.fetch),
        api.post("git/decide", team.decide),
    ]


class Team:
    """Commits in the name of who asks, and brings the folder and its upstream together."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def checkout(self) -> Checkout:
        """The checkout of the content; raises `ApiError` with 409 if there is none."""
        found = find_checkout(self.desk.place.content)
        if not isinstance(found, Checkout):
            raise ApiError(409, found.problem, reason=found.reason)
        return found

    @cached_property
    def _noted(self) -> Checkout | None:
        """The checkout as the desk found it when something was first written."""
        try:
            return self.checkout
        except ApiError:
            return None

    def note_change(self, path: str) -> None:
        """Remember which editor has written a file, or deleted it."""
        editor = current_user.get()
        if editor and self._noted is not None:
            self._noted.note_editor(path, editor)

    def state(self, asked: ApiRequest) -> dict[str, Any]:
        """The state of the checkout, with the sentence that says why there is none."""
        state = checkout_state(self.desk.place.content)
        sentence = asked.texts.text(state.problem, reason=state.reason) if state.problem else ""
        return {"state": state, "sentence": sentence, "used": read_settings(self.desk.place.content).git}

    def save(self, asked: ApiRequest) -> dict[str, Any]:
        """Commit what changed in the content."""
        message = " ".join(str(asked.data.get("message", "")).split())[:MAX_MESSAGE]
        checkout = self.checkout
        return {"committed": checkout.commit(asked.user, message or checkout.edit_message)}

    def fetch(self, asked: ApiRequest) -> dict[str, Any]:
        """Commit, and bring in what others have committed; the conflicts if there are any."""
        committed = self.save(asked)
        return {**committed, "merge": pull(self.checkout)}

    def share(self, asked: ApiRequest) -> dict[str, Any]:
        """Commit, bring in what others have committed, and send all of it; the conflicts if there are any."""
        committed = self.save(asked)
        return {**committed, "merge": push(self.checkout)}

    def decide(self, asked: ApiRequest) -> dict[str, Any]:
        """Commit a merge whose conflicts are decided."""
        decided = read_json(asked, Decided)
        finish_merge(self.checkout, Merge(decided.ours, decided.theirs), decided.decisions, asked.user)
        return {"merged": True}
