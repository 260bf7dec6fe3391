"""Record a built release, publish it or go back, tell hubs: what `./inv publish` and the desk share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from plugins.editor.publish_report import result_lines
from plugins.editor.record import built_options, record_before_publishing
from plugins.feeds.announce import announce_release
from plugins.publish.address import parse_target
from plugins.publish.http_client import site_address
from plugins.publish.live_status import build_digest
from plugins.publish.publish import publish
from plugins.publish.rollback import roll_back
from plugins.release.manifest import is_release
from plugins.site.run import absolute_path, load_options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.editor.report import UiText
    from plugins.publish import PublishOptions, PublishResult


class PublishRequest(Struct, frozen=True, kw_only=True):
    """What to publish where; `cache` is that of the build in `output`, as the ledger is stamped with it.

    With `rollback` nothing is published: the target goes back by one release, or to the one of the number.
    """

    target: str
    output: Path
    cache: Path
    options: PublishOptions
    rollback: bool = False
    release: int = 0

    @property
    def goes_back(self) -> bool:
        """Whether a kept release is to be shown again."""
        return self.rollback or bool(self.release)


Fact: TypeAlias = "Callable[[UiText], str]"
"""A sentence in the words of whichever language is asked for."""


class Reporter(Struct, frozen=True):
    """Where facts, warnings and the progress in bytes go."""

    tell: Callable[[Fact], None]
    warn: Callable[[Fact], None]
    progress: Callable[[int, int], None] = lambda _sent, _all: None


def publish_site(request: PublishRequest, reporter: Reporter) -> PublishResult:
    """Publish the build in `output`, or go back; every fact is told as it is known. Raises `BuildError`."""
    tell = reporter.tell
    options = request.options
    public_url = site_address(options.public_url) if options.public_url else ""
    place = str(parse_target(request.target))
    tell(lambda texts: texts.text("publish-target", place=place))
    unrecorded = build_digest(request.output) if is_release(request.output) else ""
    if not (options.dry_run or request.goes_back) and (
        recorded := record_before_publishing(request.cache, request.output)
    ):
        tell(recorded)
    options = replace(
        options,
        public_url=public_url,
        signing_key=absolute_path(options.signing_key),
        unrecorded=unrecorded,
        progress=reporter.progress,
    )
    if request.goes_back:
        done = roll_back(request.target, options, request.release)
    else:
        done = publish(request.output, request.target, options)
    tell(lambda texts: "\n".join(result_lines(done, texts.language.code)))
    if done.warnings:
        reporter.warn(lambda texts: texts.text("publish-unguarded", paths=", ".join(done.warnings)))
    if not options.dry_run:
        _announce(request, done, tell)
    return done


def _announce(request: PublishRequest, done: PublishResult, tell: Callable[[Fact], None]) -> None:
    """Tell hubs and search engines what is new."""
    site = replace(built_options(request.cache, request.output) or load_options(), cache=request.cache)
    for answer in announce_release(site, request.output, done.sent, done.removed):
        tell(_untranslated(f"{answer.hub}: {answer.status} {answer.reason}"))


def _untranslated(line: str) -> Fact:
    return lambda _texts: line
