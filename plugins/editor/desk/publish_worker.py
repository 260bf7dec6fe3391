"""The process that publishes for the desk: prepares a release, publishes it, or goes back, step by step.

A request is a line of JSON, a `WorkRequest`. What happens is told in lines of JSON, `WorkEvent`s, of which
the last one says how it ended. The site that readers see is complete after any of them.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.build.up_to_date import UpToDateCheck
from plugins.content.load import load_content
from plugins.content.options import build_options
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.desk_texts import desk_languages
from plugins.editor.desk.git import Checkout, find_checkout
from plugins.editor.desk.git_merge import pull, push
from plugins.editor.desk.publish_steps import StepFailedError, Steps, WorkEvent, WorkRequest, in_words, words
from plugins.editor.desk.release_changes import release_changes, remember_texts, unseen_items
from plugins.editor.publish_command import PublishRequest, Reporter, publish_site
from plugins.editor.record import remember_build
from plugins.editor.report import load_ui_text
from plugins.editor.reviews import ReviewAct, add_reviews, review_record
from plugins.publish import PublishOptions, publisher_name
from plugins.publish.live_status import build_digest
from plugins.publish.publish import publish
from plugins.publish.session import open_target
from plugins.site.run import read_site_settings, release_site

if TYPE_CHECKING:
    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.editor.desk.publish_steps import Words
    from plugins.editor.publish_command import Fact

PUBLISHED_UNSEEN = frozenset({"live-unreachable", "live-other", "live-no-health"})
"""Errors of looking at the site that leave the release published."""
LOCK_SECONDS = 8.0
"""How long the desk waits for another publisher before it says so."""


class Work(Struct, frozen=True, dict=True):
    """One request: its steps tell what they do through `emit`."""

    request: WorkRequest
    steps: Steps

    def run(self) -> None:
        """Do what is asked, step by step, and tell how it ended."""
        actions = {"prepare": self.prepare, "publish": self.publish, "roll-back": self.roll_back}
        try:
            actions[self.request.action]()
        except StepFailedError:
            self.steps.emit(WorkEvent("", "failed"))
        else:
            self.steps.emit(WorkEvent("", "done"))

    def prepare(self) -> None:
        """Bring in others' work, check, build, and compare with what readers have."""
        if self.checkout:
            with self.steps.step("fetch"):
                self.fetch(self.checkout)
        content, options = self.build()
        with self.steps.step("changes"):
            dry = PublishOptions(dry_run=True, force=self.request.force)
            # A lock is written: where that cannot be done, the editor hears of it before deciding anything.
            with open_target(self.request.target).lock(self.request.editor, LOCK_SECONDS):
                changes = release_changes(publish(self.output, self.request.target, dry), content)
            unseen = unseen_items(content, options, self.request.editor)
            data = {"changes": changes, "unseen": unseen, "prepared": build_digest(self.output)}
            found = "behind" if changes.held else "no-changes" if changes.is_empty else "changes"
            self.steps.tell("changes", "done", words(f"publish.{found}"), data=data)

    def publish(self) -> None:
        """Publish what was prepared, look at it, and record it in git."""
        content, options = self.build()
        if build_digest(self.output) != self.request.prepared:
            self.steps.fail("build", words("publish.changed-since"), "changed-since")
        unseen = unseen_items(content, options, self.request.editor)
        if unseen and not self.request.reason.strip():
            self.steps.fail("build", words("publish.reason-needed"), "reason-needed")
        self.send(self.asked(resume=self.request.resume, force=self.request.force))
        remember_texts(content, options)
        if unseen:
            bundles = [content.bundles[item.bundle] for item in unseen]
            note, who = self.request.reason, self.request.editor
            add_reviews(
                options.content, [review_record(each, ReviewAct.ALONE, who, note) for each in bundles]
            )
        if self.checkout:
            with self.steps.step("git"):
                self.share(self.checkout)

    def roll_back(self) -> None:
        """Show readers a kept release again."""
        self.send(replace(self.asked(), rollback=True, release=self.request.release))

    def build(self) -> tuple[SiteContent, BuildOptions]:
        """Check and build; the content as it was read, and its options."""
        settings = read_site_settings(self.request.settings)
        options = build_options(settings)
        with self.steps.step("check"):
            content = load_content(options)
            self.steps.done("check", "checked", count=len(content.bundles))
        with self.steps.step("build"):
            check = UpToDateCheck(settings, time.time_ns())
            if check.is_current():
                self.steps.done("build", "built-before")
            else:
                done = release_site(settings, check)
                remember_build(options.cache, str(self.output), self.request.settings)
                counts = {"written": len(done.summary.written), "removed": len(done.summary.removed)}
                text = "built-without" if done.skipped else "built"
                self.steps.done("build", text, pages=done.summary.totals[0], **counts)
        return content, options

    def send(self, asked: PublishRequest) -> None:
        """Publish or go back, with every fact as a line, and look at the site."""
        tell, warn = (
            lambda fact, state=state: self.steps.tell("send", state, fact_in_words(fact))
            for state in ("line", "warning")
        )
        with self.steps.step("send"):
            try:
                publish_site(asked, Reporter(tell, warn, self.steps.progress()))
            except PublishError as error:
                if error.code not in PUBLISHED_UNSEEN:
                    raise
                # The release is live: only the look at it failed.
                self.steps.tell("look", "warning", in_words(error), error.code)
            else:
                if asked.options.public_url:
                    self.steps.done("look", "looked", url=asked.options.public_url)
            self.steps.tell("send", "done", words("publish.went-back" if asked.goes_back else "publish.sent"))

    def asked(self, *, resume: bool = False, force: bool = False) -> PublishRequest:
        """What publishing and going back are told alike."""
        request = self.request
        url = request.url if request.action == "publish" else ""
        who = request.editor or publisher_name()
        return PublishRequest(
            target=request.target,
            output=self.output,
            cache=Path(request.settings["CACHE_PATH"]),
            options=PublishOptions(resume=resume, force=force, public_url=url, publisher=who),
        )

    def fetch(self, checkout: Checkout) -> None:
        """Commit what is here, and bring in what others have committed."""
        count = checkout.commit(self.request.editor, checkout.edit_message)
        if not checkout.upstream:
            self.steps.done("fetch", "committed", count=count)
            return
        try:
            merge = pull(checkout)
        except ApiError as error:
            if error.key in {"git.unreachable", "git.denied"}:
                # An urgent correction does not wait for the repository.
                self.steps.tell("fetch", "warning", words(error.key, **error.values))
                return
            raise
        if merge:
            self.steps.fail("fetch", words("publish.conflicts", count=len(merge.conflicts)), "conflicts")
        self.steps.done("fetch", "fetched", count=count)

    def share(self, checkout: Checkout) -> None:
        """Commit the record of the release, and send everything to the others."""
        checkout.commit(self.request.editor, "Record the release")
        if not checkout.upstream:
            self.steps.done("git", "recorded")
            return
        try:
            merge = push(checkout)
        except ApiError as error:
            self.steps.tell("git", "warning", words(error.key, **error.values))
            return
        if merge:
            self.steps.tell(
                "git", "warning", words("publish.conflicts-after", count=len(merge.conflicts)), "conflicts"
            )
        else:
            self.steps.done("git", "shared")

    @property
    def output(self) -> Path:
        """The folder of the built release."""
        return Path(self.request.settings["OUTPUT_PATH"])

    @property
    def checkout(self) -> Checkout | None:
        """The checkout of the content, if git is to be used."""
        if not self.request.git:
            return None
        found = find_checkout(Path(self.request.settings["PATH"]))
        return found if isinstance(found, Checkout) else None


def fact_in_words(fact: Fact) -> Words:
    """A fact in every language of the desk."""
    return {code: fact(load_ui_text(code)) for code in desk_languages()}


def main() -> None:
    """Do what the line on stdin asks; what libraries print goes to stderr."""
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    request = msgspec.json.decode(sys.stdin.buffer.readline(), type=WorkRequest)

    def emit(event: WorkEvent) -> None:
        events.write(msgspec.json.encode(event) + b"\n")

    steps = Steps(emit, bool(request.settings.get("SKIP_BROKEN")))
    Work(request, steps).run()


if __name__ == "__main__":
    main()
