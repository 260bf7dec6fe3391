"""A file's path in the content folder: it alone gives the file's bundle, section, language and day."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NEWS_FOLDER = re.compile(rf"news/(?P<day>\d{{4}}-\d{{2}}-\d{{2}})-{SLUG.pattern}")
SUMMARY_FOLDER = re.compile(r"summaries/(?:19|20)\d{2}")
FAQ_FOLDER = re.compile(r"faq/[^/]+/[^/]+")
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""Years of dates; beyond them, moments in some time zones, feeds and servers do not exist."""
LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "@eadir", "__macosx", "lost+found"})
LITTER_STARTS = (".", "~$", "$recycle.bin")
LITTER_ENDS = (
    *("~", "#", ".swp", ".tmp", ".temp", ".bak", ".old", ".orig", ".rej"),
    *(".part", ".partial", ".crdownload", ".download"),
)
WINDOWS_DEVICE = re.compile(r"(?:con|nul|aux|prn|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')


class Section(StrEnum):
    """Sections of the site; any other folder is a page."""

    NEWS = "news"
    SUMMARIES = "summaries"
    FAQ = "faq"
    PAGES = "pages"


class ContentPath(Struct, frozen=True):
    """The parsed path `content/<bundle>/<language>.md`."""

    bundle: str
    section: Section
    language: str
    day: dt.date | None = None


class InvalidPathError(ValueError):
    """A path that no content file can have; the argument is the problem's code."""


def parse_content_path(path: Sequence[str], languages: tuple[str, ...]) -> ContentPath:
    """Parse the names below the content folder; raises `InvalidPathError` with the code of the problem."""
    *folders, name = path
    language = name.removesuffix(".md")
    if language not in languages:
        raise InvalidPathError("file-language")
    if not folders:
        raise InvalidPathError("file-outside-bundle")
    bundle, section, day = _folder("/".join(folders))
    return ContentPath(bundle, section, language, day)


@lru_cache(maxsize=1)  # a bundle's files come one after the other
def _folder(bundle: str) -> tuple[str, Section, dt.date | None]:
    folders = bundle.split("/")
    section = Section(folders[0]) if folders[0] in {"news", "summaries", "faq"} else Section.PAGES
    if section is Section.NEWS:
        return bundle, section, _news_day(bundle)
    if section is Section.SUMMARIES and not SUMMARY_FOLDER.fullmatch(bundle):
        raise InvalidPathError("summary-folder")
    if section is Section.FAQ and not FAQ_FOLDER.fullmatch(bundle):
        raise InvalidPathError("faq-folder")
    if not all(SLUG.fullmatch(folder) for folder in folders):
        raise InvalidPathError("folder-name")
    return bundle, section, None


def _news_day(bundle: str) -> dt.date:
    match = NEWS_FOLDER.fullmatch(bundle)
    if match is None:
        raise InvalidPathError("news-folder")
    try:
        day = dt.date.fromisoformat(match["day"])
    except ValueError as error:
        raise InvalidPathError("news-folder-date") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidPathError("news-folder-year")
    return day


def is_litter(name: str) -> bool:
    """Whether operating systems, editors or browsers left a file or folder of this name."""
    name = name.casefold()
    return name in LITTER or name.startswith(LITTER_STARTS) or name.endswith(LITTER_ENDS)


def is_windows_name(name: str) -> bool:
    """Whether Windows can have a file or folder of this name."""
    return not (WINDOWS_DEVICE.fullmatch(name) or NOT_ON_WINDOWS.search(name))
