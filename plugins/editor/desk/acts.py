"""A newsroom's acts in the desk: what is possible with an item, what an act will do, and doing it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, to_builtins
from starlette.routing import Route

from plugins.editor.acts.alert_act import AlertWords, dead_link, end_alert, set_alert
from plugins.editor.acts.effects import compare
from plugins.editor.acts.mend import Mending, MendKind, mend, published_versions
from plugins.editor.acts.move_delete import delete, move
from plugins.editor.acts.schedule import schedule, unschedule
from plugins.editor.acts.scheduled_items import live_site, scheduled_items
from plugins.editor.acts.statuses import Outcome, Why, Words, end_hold, hold, restore, withdraw
from plugins.editor.desk import api
from plugins.editor.desk.act_pages import ActPages
from plugins.editor.desk.act_state import alert_state, item_state
from plugins.editor.desk.api import ApiError, problem_records, read_json
from plugins.editor.desk.deleted_pictures import deleted_pictures
from plugins.editor.desk.publish_settings import read_settings
from plugins.editor.desk.text_file import content_hash, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.routing import BaseRoute

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk


class EditedText(Struct, frozen=True):
    """The text of a file as edited, and the hash of the file that it was read from."""

    text: str
    hash: str


class ActArgs(Struct, frozen=True, kw_only=True):
    """What an editor wants done: the act, the item, what the act asks for; `state` is what was looked at."""

    act: Literal[
        "typo",
        "change",
        "correction",
        "hold",
        "end-hold",
        "withdraw",
        "restore",
        "schedule",
        "unschedule",
        "move",
        "delete",
        "alert",
        "end-alert",
    ]
    bundle: str = ""
    texts: dict[str, str] = {}
    was: dict[str, str] = {}
    files: dict[str, EditedText] = {}
    outcome: Outcome = Outcome.CONFIRMED
    why: Why = Why.WRONG
    target: str = ""
    at: str = ""
    level: str = ""
    starts: str = ""
    until: str = ""
    link: str = ""
    new: bool = False
    state: str = ""


def routes(desk: Desk) -> list[BaseRoute]:
    """The routes of the acts."""
    acts = Acts(desk)
    return [
        api.get("acts", acts.state),
        api.get("acts/alert", acts.alert),
        api.post("acts/look", acts.look),
        api.post("acts/page", acts.page),
        api.post("acts/do", acts.perform),
        api.post("acts/live", acts.live),
        Route("/.preview/acts/{path:path}", acts.pages.show),
    ]


class Acts:
    """Makes the act that is asked for, tells its effects, and performs it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pages = ActPages(desk)

    def state(self, asked: ApiRequest) -> object:
        """An item, and what can be done with it."""
        context = self.desk.act_context()
        return item_state(context.find(asked.text("bundle")), context)

    def alert(self, _asked: ApiRequest) -> object:
        """The alert, and whether it is on."""
        return alert_state(self.desk.act_context())

    def look(self, asked: ApiRequest) -> dict[str, Any]:
        """What readers and feeds will see of an act."""
        args = read_json(asked, ActArgs)
        act, context = self._act(args)
        effects = compare(act, context.options)
        records = {
            name: problem_records(getattr(effects, name), asked.language) for name in ("errors", "advice")
        }
        link = dead_link(AlertWords(link=args.link)) if args.act == "alert" else ""
        return {**to_builtins(effects), **records, "state": act.state, "deadLink": link}

    def page(self, asked: ApiRequest) -> dict[str, Any]:
        """Build the site with the act in it; the pages to look at, or why there are none."""
        args = read_json(asked, ActArgs)
        act, context = self._act(args)
        return self.pages.build(act, context, asked.language)

    def perform(self, asked: ApiRequest) -> dict[str, Any]:
        """Do what was looked at; 409 if the files are not what it was made from."""
        args = read_json(asked, ActArgs)
        act, context = self._act(args)
        if act.state != args.state:
            raise ApiError(HTTPStatus.CONFLICT, "acts.changed")
        effects = compare(act, context.options)
        if effects.errors:
            errors = problem_records(effects.errors, asked.language)
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "acts.refused", {"errors": errors})
        paths = self.desk.workspace.perform(act)
        if act.moved:
            deleted_pictures(self.desk).follow(*act.moved)
        return {"paths": paths, "bundle": act.moved[1] if act.moved else act.bundle}

    def live(self, _asked: ApiRequest) -> dict[str, Any]:
        """Look on the live site for what should have appeared."""
        context = self.desk.act_context()
        url = read_settings(self.desk.place.content).url or context.options.site.url
        found = scheduled_items(context.loaded, context.options, live_site(url))
        return {"url": url, "failed": [to_builtins(each) for each in found if each.languages]}

    def _act(self, args: ActArgs) -> tuple[Act, ActContext]:
        context = self.desk.act_context()
        if args.act in {"alert", "end-alert"}:
            words = AlertWords(_said(args.texts), args.level, args.starts, args.until, args.link)
            return (
                end_alert(context) if args.act == "end-alert" else set_alert(words, context, is_new=args.new)
            ), context
        return self._of_item(args, context), context

    def _of_item(self, args: ActArgs, context: ActContext) -> Act:
        bundle = context.find(args.bundle)
        self.desk.workspace.folder(bundle.name)
        texts, was = _said(args.texts), _said(args.was)
        if args.act in set(MendKind):
            files = self._files(args, bundle.name)
            published = {} if files else published_versions(bundle, context)
            return mend(bundle, Mending(MendKind(args.act), files, texts, was, published), context)
        makers: Mapping[str, Callable[[], Act]] = {
            "hold": lambda: hold(bundle, texts, context),
            "end-hold": lambda: end_hold(bundle, args.outcome, Words(texts, was), context),
            "withdraw": lambda: withdraw(bundle, args.why, Words(texts, target=args.target), context),
            "restore": lambda: restore(bundle, context),
            "schedule": lambda: schedule(bundle, args.at, context),
            "unschedule": lambda: unschedule(bundle, context),
            "move": lambda: move(bundle, args.target, context),
            "delete": lambda: delete(bundle, context),
        }
        return makers[args.act]()

    def _files(self, args: ActArgs, name: str) -> dict[str, bytes]:
        """The bytes of edited texts; 409 if a file is not the one that was edited."""
        files = {}
        for code, edited in args.files.items():
            before = self.desk.workspace.read_bytes(f"{name}/{code}.md")
            if content_hash(before) != edited.hash:
                raise ApiError(HTTPStatus.CONFLICT, "acts.changed")
            if (after := encode(edited.text, before)) != before:
                files[code] = after
        return files


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that say something."""
    return {code: text.strip() for code, text in texts.items() if text.strip()}
