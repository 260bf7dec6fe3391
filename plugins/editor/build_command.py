"""`./inv build`; what a build needs is imported after the up-to-date check, where most builds end."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from plugins.build.settings import read_settings_file
from plugins.build.settings_check import check_settings
from plugins.build.up_to_date import UpToDateCheck
from plugins.editor.terminal import preferred_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.build.settings import Settings

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SETTINGS = os.path.join(ROOT, "pelicanconf.py")

SUMMARY_LINES = {
    "en": "{pages} pages in {editions}: {written} files written, {unchanged} unchanged, {removed} removed, "
    "in {seconds} s",
    "ru": "Страниц {pages} ({editions}): записано файлов {written}, без изменений {unchanged}, "
    "удалено {removed}, за {seconds} с",
}
"""Not in `ui_text/`: loading that would double the time of a build with nothing to do."""


def main(arguments: Sequence[str], loaded: int) -> int:
    """Build and print a summary; the exit code. `loaded` is when this process began to load code (ns)."""
    started = time.perf_counter()
    options = argument_parser().parse_args(arguments)
    if options.verbose:
        _log_to_stderr()
    overridden = overrides(options)
    settings = read_settings_file(SETTINGS, overridden)
    check_settings(SETTINGS, settings, overridden)
    check = UpToDateCheck(settings, loaded)
    if check.is_current():
        (pages, editions, files), changes = check.counts, (0, 0)
        unchanged = files
    else:
        _log(check.reason)
        from pathlib import Path

        from plugins.editor.record import remember_build
        from plugins.site.run import release_site

        result = release_site(settings, check)
        summary = result.summary
        if result.skipped:
            from plugins.editor.report import editors_language, print_skipped

            print_skipped(result.skipped, editors_language(options.lang))
        remember_build(Path(str(settings["CACHE_PATH"])), str(settings["OUTPUT_PATH"]), overridden)
        pages, editions, _ = summary.totals
        changes, unchanged = (len(summary.written), len(summary.removed)), summary.unchanged
    written, removed = changes
    counts = {"pages": pages, "written": written, "unchanged": unchanged, "removed": removed}
    seconds = f"{time.perf_counter() - started:.1f}"
    summary_line = SUMMARY_LINES[preferred_language(options.lang, SUMMARY_LINES)]
    sys.stdout.write(summary_line.format(editions=editions, seconds=seconds, **counts) + "\n")
    return 0


def argument_parser() -> argparse.ArgumentParser:
    """The options of `./inv build`; what is not given is as in the settings."""
    parser = argparse.ArgumentParser(
        prog="./inv build",
        description="Check everything and build the site. If the content is wrong, nothing is changed.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("-c", "--content", metavar="DIR", help="the folder that holds news, faq and summaries")
    add("-o", "--output", metavar="DIR", help="the folder the site is released to")
    add("-a", "--cache", metavar="DIR", help="the folder where builds keep results for the next")
    add(
        "-s",
        "--site-url",
        metavar="URL",
        default="",
        help="the site's address, such as https://hotline.example",
    )
    add("-n", "--now", metavar="TIME", default="", help="ISO 8601: what is dated later is not built")
    add("-e", "--search", action=argparse.BooleanOptionalAction, help="make the search index")
    add("-f", "--force", action="store_true", help="release even a site that has lost most of its pages")
    add(
        "-k",
        "--skip-broken",
        action="store_true",
        help="build the rest; items with an error stay as they were published",
    )
    add("-l", "--lang", default="", help="the language of messages: ru or en")
    add("-v", "--verbose", action="store_true", help="list what is read and rendered, and why")
    return parser


def overrides(options: argparse.Namespace) -> Settings:
    """The settings that the options override; folders are relative to the working directory."""
    folders = {"PATH": options.content, "OUTPUT_PATH": options.output, "CACHE_PATH": options.cache}
    given = {
        name: os.path.realpath(folder) if folder else ""
        for name, folder in folders.items()
        if folder is not None
    }
    texts = {"SITEURL": options.site_url, "NOW": options.now}
    return {
        **given,
        **{name: text for name, text in texts.items() if text},
        **({"FORCE_RELEASE": True} if options.force else {}),
        **({"SKIP_BROKEN": True} if options.skip_broken else {}),
        **({} if options.search is None else {"SEARCH": options.search}),
    }


def _log_to_stderr() -> None:
    import logging

    logging.basicConfig(format="%(message)s")
    logging.getLogger("plugins").setLevel(logging.INFO)


def _log(reason: str) -> None:
    import logging

    logging.getLogger(__name__).info("not up to date: %s", reason)
