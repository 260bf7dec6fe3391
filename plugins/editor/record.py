"""Record releases in the ledger: `./inv lock`, and what `./inv publish` does before it sends anything."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.cache import BuildCache, EntryKind
from plugins.build.up_to_date import UpToDateCheck
from plugins.content.ledger import FILE, write_ledger
from plugins.content.ledger_checks import require_released
from plugins.content.ledger_stamp import Changes, stamp_ledger
from plugins.content.load import load_content
from plugins.content.options import build_options
from plugins.site.run import read_site_settings, release_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.build.settings import Settings
    from plugins.content.options import BuildOptions
    from plugins.editor.report import UiText

Overrides = dict[str, object]
BUILDS: EntryKind[Overrides] = EntryKind("builds", Overrides)
"""By output folder: the settings that the options of its last build overrode."""
MAX_BUILDS = 32


class Recording(Struct, frozen=True):
    """What was recorded in a ledger; `written` is false if there was nothing to record."""

    file: Path
    changes: Changes
    written: bool

    def summary(self, texts: UiText) -> str:
        """One line for whoever ran the command."""
        recorded = "ledger-written" if self.changes else "ledger-rewritten"
        name = recorded if self.written else "ledger-unchanged"
        return texts.text(name, path=self.file, **self.changes.counts)


def record_release(options: BuildOptions) -> Recording:
    """Stamp and write the ledger of the content.

    Raises `ContentError` for wrong content or if readers would lose an item, and `OSError`.
    """
    content = load_content(options)
    require_released(content, options)
    ledger, changes = stamp_ledger(content, options)
    return Recording(options.content / FILE, changes, write_ledger(ledger, options.content))


def remember_build(cache: Path, output: str, overrides: Settings) -> None:
    """Remember how an output folder was built, so that publishing can record it and build it again."""
    scope = os.path.realpath(output)
    BuildCache.shared(cache).store(BUILDS, scope, b"", overrides)
    BuildCache.shared(cache).evict([BUILDS], scope, MAX_BUILDS)


def built_options(cache: Path, output: Path) -> BuildOptions | None:
    """The options that an output folder was last built with; None if that is not known."""
    overrides = BuildCache.shared(cache).load(BUILDS, os.path.realpath(output), b"")
    return None if overrides is None else build_options(read_site_settings(overrides))


def record_before_publishing(cache: Path, output: Path) -> Callable[[UiText], str] | None:
    """Record the built release in its ledger, and build it again with the moment; what says what was done.

    What cannot be recorded is published as it was built: an urgent correction does not wait for a ledger.
    """
    overrides = BuildCache.shared(cache).load(BUILDS, os.path.realpath(output), b"")
    if overrides is None:
        return lambda texts: texts.text("ledger-unknown", output=output)
    settings = read_site_settings(overrides)
    check = UpToDateCheck(settings, time.time_ns())
    if not check.is_current():
        return lambda texts: texts.text("ledger-not-built", output=output)
    options = build_options(settings)
    if "plugins.feeds" not in settings["PLUGINS"] or "feeds" in options.site.sections_off:
        return None
    try:
        recording = record_release(options)
    except OSError as error:
        file, reason = options.content / FILE, error.strerror or str(error)
        return lambda texts: texts.text("ledger-refused", path=file, reason=reason)
    if recording.written:
        release_site(settings, UpToDateCheck(settings, time.time_ns()))
    return recording.summary
