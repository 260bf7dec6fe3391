"""Read the settings and run Pelican: for a release, and for whatever needs the settings alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pelican import Pelican, console
from pelican.settings import read_settings

from plugins.build.settings import read_settings_file
from plugins.build.settings_check import check_settings
from plugins.build.temporary import temporary_folder
from plugins.content.options import build_options
from plugins.site.plugin import site_released

if TYPE_CHECKING:
    from plugins.build.settings import Settings
    from plugins.build.up_to_date import UpToDateCheck
    from plugins.content.options import BuildOptions
    from plugins.site.build import BuildResult

ROOT = Path(__file__).parent.parent.parent
SETTINGS = ROOT / "pelicanconf.py"


def load_settings(content: str = "", now: str = "") -> dict[str, Any]:
    """The site's settings, overridden with the options that are not empty."""
    options = {"PATH": absolute_path(content), "NOW": now}
    return read_site_settings({name: value for name, value in options.items() if value})


def read_site_settings(overrides: Settings) -> dict[str, Any]:
    """The site's settings with overrides; raises `SettingsError`."""
    settings: dict[str, Any] = read_settings_file(str(SETTINGS), overrides)
    check_settings(str(SETTINGS), settings, overrides)
    return settings


def load_options(content: str = "", now: str = "") -> BuildOptions:
    """The build options in these settings; with a temporary cache where theirs cannot be written."""
    options = build_options(load_settings(content, now))
    existing = next(folder for folder in (options.cache, *options.cache.parents) if folder.exists())
    if os.access(existing, os.W_OK | os.X_OK):
        return options
    return replace(options, cache=temporary_folder())


def new_site_options(content: str = "", now: str = "") -> BuildOptions:
    """The build options for a content folder that need not exist yet."""
    overrides: Settings = {"PATH": absolute_path(content) or str(ROOT / "content")}
    if now:
        overrides["NOW"] = now
    settings: dict[str, Any] = read_settings_file(str(SETTINGS), overrides)
    check_settings(str(SETTINGS), settings, overrides, content_exists=False)
    return build_options(settings)


def absolute_path(typed: str) -> str:
    """A path as typed, relative to the working directory; empty stays empty."""
    return str(Path(typed).resolve()) if typed else ""


def release_site(settings: Settings, check: UpToDateCheck) -> BuildResult:
    """Build, release, record it for the next up-to-date check; raises `ContentError` and `BuildError`.

    A build that skipped something is not recorded: the next one tells it again.
    """
    results: list[BuildResult] = []
    inputs = check.input_snapshot()

    def record(_generator: object, result: BuildResult) -> None:
        results.append(result)
        if not result.skipped:
            check.record(inputs, result.published, result.valid, result.summary.totals, result.timezone)

    with site_released.connected_to(record):
        run_pelican(settings)
    return results[0]


def run_pelican(settings: Settings) -> None:
    """Run Pelican once. It prints nothing: it would count its own articles, of which there are none."""
    console.quiet = True
    Pelican(read_settings(override=settings)).run()


def run_preview(overrides: Settings, excluded_plugins: frozenset[str]) -> None:
    """Run Pelican once with the settings file and overrides, without some of its plugins."""
    settings = read_site_settings(overrides)
    settings["PLUGINS"] = [name for name in settings["PLUGINS"] if name not in excluded_plugins]
    run_pelican(settings)
