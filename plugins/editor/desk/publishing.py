"""Publishing from the desk: where to, what will change, step by step, and back to a kept release."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, read_json
from plugins.editor.desk.publish_job import PublishJob
from plugins.editor.desk.publish_settings import PublishSettings, read_settings, write_settings
from plugins.editor.desk.publish_steps import WorkRequest
from plugins.publish.publish import list_releases
from plugins.site.run import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

MAX_REASON = 500
"""Characters of the reason for publishing alone."""


class StartArgs(Struct, frozen=True, rename="camel"):
    """What the editor asks for, and what was answered to the questions before."""

    action: Literal["prepare", "publish", "roll-back"]
    prepared: str = ""
    reason: str = ""
    release: int = 0
    force: bool = False
    resume: bool = False
    skip_broken: bool = False


def routes(desk: Desk) -> list[Route]:
    """The routes of publishing."""
    publisher = Publisher(desk)
    return [
        api.get("publish", publisher.state),
        api.get("publish/releases", publisher.releases),
        api.post("publish/settings", publisher.change_settings),
        api.post("publish/start", publisher.start),
        api.post("publish/stop", publisher.stop),
    ]


class Publisher:
    """Starts one publishing at a time, and tells how it goes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.job: PublishJob | None = None
        self._lock = threading.Lock()

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.desk.place.content

    def state(self, asked: ApiRequest) -> dict[str, Any]:
        """The settings, and the events of the last publishing."""
        job, texts = self.job, asked.texts
        return {
            "settings": read_settings(self.content),
            "mayChange": self.may_change,
            "suggestedUrl": self.desk.options().site.url,
            "job": job
            and {
                "action": job.request.action,
                "editor": job.request.editor,
                "running": job.is_running,
                "events": [event.in_language(asked.language) for event in job.events],
                "waiting": texts.text("publish.waiting") if job.is_waiting else "",
            },
        }

    @property
    def may_change(self) -> bool:
        """Whether editors say where to publish: on their own machine, not on a server for many."""
        return not self.desk.access.is_shared

    def change_settings(self, asked: ApiRequest) -> dict[str, Any]:
        """Store where to publish to."""
        if not self.may_change:
            raise ApiError(403, "publish.settings-fixed")
        write_settings(self.content, read_json(asked, PublishSettings))
        return {"settings": read_settings(self.content)}

    def releases(self, _asked: ApiRequest) -> dict[str, Any]:
        """What the target keeps to go back to, the newest first."""
        target = read_settings(self.content).target
        if not target:
            return {"releases": []}
        history = list_releases(target)
        held = {hold.content for hold in history.holds}
        return {
            "releases": [
                {
                    "number": each.number,
                    "moment": each.moment,
                    "publisher": each.publisher,
                    "pages": each.pages,
                    "isLive": each.number == history.live,
                    "isHeld": each.content in held,
                }
                for each in reversed(history.releases)
            ]
        }

    def start(self, asked: ApiRequest) -> dict[str, Any]:
        """Start to prepare, to publish or to go back; the events are told by `state`."""
        request = self._request(asked)
        with self._lock:
            if self.job and self.job.is_running:
                raise ApiError(409, "publish.busy", editor=self.job.request.editor or "?")
            self.job = PublishJob(request)
        return {"started": request.action}

    def stop(self, _asked: ApiRequest) -> dict[str, Any]:
        """Stop a publishing; readers keep what they had, or have the new release whole."""
        if self.job and self.job.is_running:
            self.job.stop()
        return {"stopped": True}

    def _request(self, asked: ApiRequest) -> WorkRequest:
        args, settings = read_json(asked, StartArgs), read_settings(self.content)
        if not settings.target:
            raise ApiError(422, "publish.no-target")
        settings.check()
        return WorkRequest(
            action=args.action,
            settings=self._build_settings(args),
            target=settings.target,
            url=settings.url,
            editor=asked.user,
            git=settings.git,
            prepared=args.prepared,
            reason=args.reason[:MAX_REASON],
            release=args.release,
            resume=args.resume,
            force=args.force,
        )

    def _build_settings(self, args: StartArgs) -> dict[str, Any]:
        """Overrides for a release of the content that the desk works on, apart from the preview."""
        place = self.desk.place
        is_own = place.content.resolve() == (ROOT / "content").resolve()
        scratch = place.output.parent
        folder = ROOT if is_own else scratch / "releases" / self.desk.options().cache_id
        return {
            "PATH": str(place.content),
            "THEME": str(place.theme),
            "OUTPUT_PATH": str(folder / "output"),
            "CACHE_PATH": str(ROOT / ".cache" if is_own else scratch),
            **({"NOW": place.now} if place.now else {}),
            **({"FORCE_RELEASE": True} if args.force else {}),
            **({"SKIP_BROKEN": True} if args.skip_broken else {}),
        }
