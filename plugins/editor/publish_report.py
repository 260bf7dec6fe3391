"""What the commands of publishing print, and the desk shows."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from plugins.build.errors import PublishError
from plugins.editor.report import load_ui_text
from plugins.publish.address import parse_target
from plugins.publish.publish import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.publish import PublishResult
    from plugins.publish.health import Health
    from plugins.publish.history import History
    from plugins.publish.live_status import VerifiedSite
    from plugins.publish.target import Altered

SHOWN_PATHS = 10
"""Paths that are named; the rest is counted."""


def result_lines(done: PublishResult, language: str) -> Iterator[str]:
    """What publishing did, a fact a line."""
    texts = load_ui_text(language)
    if done.healed:
        yield texts.text("publish-healed", count=len(done.healed), paths=_named(done.healed))
    if done.held_release:
        yield texts.text("publish-held", number=done.held_release, place=done.target, live=done.release)
        return
    counts = {"sent": len(done.sent), "bytes": done.sent_bytes, "unchanged": done.unchanged}
    counts |= {"removed": len(done.removed), "verified": done.verified, "release": done.release}
    yield texts.text("published", place=done.target, **counts)


def live_lines(health: Health, url: str, output: Path, build: str, language: str) -> Iterator[str]:
    """How a live site is; `build` is the digest of the build in a folder, empty if there is none."""
    texts = load_ui_text(language)
    age = (datetime.now(UTC) - health.published).days
    published = f"{health.published:%Y-%m-%d %H:%M} UTC"
    facts = {"release": health.release, "pages": health.pages, "newest": health.newest or "—"}
    yield texts.text("live-state", url=url, published=published, age=age, **facts)
    if build:
        yield texts.text("live-same" if build == health.content else "live-differs", output=output)


def verified_lines(site: VerifiedSite, url: str, language: str) -> Iterator[str]:
    """What comparing a live site with its manifest found."""
    texts, manifest = load_ui_text(language), site.manifest
    counts = {"release": manifest.release, "checked": site.checked, "wrong": len(site.wrong)}
    yield texts.text("verified-site", url=url, **counts)
    commit, libraries = manifest.commit or "—", manifest.libraries[:12] or "—"
    yield texts.text("verified-source", commit=commit, libraries=libraries, content=manifest.content)
    if site.signer:
        yield texts.text("verified-signer", signer=site.signer)
    if site.wrong:
        yield texts.text("verified-wrong", paths=_named(site.wrong))


def altered_lines(altered: Altered, place: str, language: str) -> Iterator[str]:
    """How what readers get differs from what was published, a kind a line."""
    texts = load_ui_text(language)
    kinds = {"changed": altered.changed, "missing": altered.missing, "foreign": altered.foreign}
    for kind, paths in kinds.items():
        if paths:
            yield texts.text(f"verify-{kind}", count=len(paths), paths=_named(sorted(paths)))
    if not altered.wrong:
        yield texts.text("verify-same", place=place)


def print_altered(target: str, language: str) -> int:
    """Print how what readers get differs from what was published; the exit code. Raises `ReleaseError`."""
    altered = verify(target)
    sys.stdout.write("\n".join([*altered_lines(altered, str(parse_target(target)), language), ""]))
    return 1 if altered.wrong else 0


def releases_table(history: History, language: str) -> Table:
    """Every kept release, the newest first."""
    texts = load_ui_text(language)
    columns = ("number", "moment", "publisher", "pages", "state")
    table = Table(*(texts.text(f"releases-{column}") for column in columns), box=None)
    held = {hold.content for hold in history.holds}
    for each in reversed(history.releases):
        is_live = each.number == history.live
        state = "live" if is_live else "held" if each.content in held else ""
        moment = f"{each.moment:%Y-%m-%d %H:%M} UTC"
        said = texts.text(f"releases-{state}") if state else ""
        table.add_row(str(each.number), moment, each.publisher, str(each.pages), said)
    return table


def edit_in_editor(path: str, content: bytes) -> bytes:
    """The content after the editor of the environment has changed it; raises `PublishError` without one."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise PublishError("hotfix-no-editor", path=path)
    with tempfile.TemporaryDirectory(prefix="hotfix-") as folder:
        file = Path(folder, Path(path).name)
        file.write_bytes(content)
        subprocess.run([*command, str(file)], check=False)
        return file.read_bytes()


def _named(paths: Sequence[str]) -> str:
    more = f" … +{len(paths) - SHOWN_PATHS}" if len(paths) > SHOWN_PATHS else ""
    return ", ".join(paths[:SHOWN_PATHS]) + more
