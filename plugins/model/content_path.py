"""A file's place in the content: it alone says which bundle, section, language and day a file belongs to."""

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
NEWS_NAME = re.compile(rf"(?P<day>\d{{4}}-\d{{2}}-\d{{2}})-(?P<slug>{SLUG.pattern})")
YEAR = re.compile(r"(?:19|20)\d{2}")


class Section(StrEnum):
    """The parts of the site; whatever lies in another folder is a page."""

    NEWS = "news"
    SUMMARIES = "summaries"
    FAQ = "faq"
    PAGES = "pages"


class ContentPath(Struct, frozen=True):
    """Where a file lies: `content/<bundle>/<language>.md`."""

    bundle: str
    section: Section
    language: str
    day: dt.date | None = None


class InvalidPathError(ValueError):
    """The path is not one a file of the content can have; the argument is the problem's code."""


def parse_content_path(path: Sequence[str], languages: tuple[str, ...]) -> ContentPath:
    """The place of a Markdown file by the names of its folders under the content folder, and its own.

    Raises `MisplacedError` with the code of what is wrong with the path.
    """
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
    return bundle, section, _checked_day(section, folders)


def _checked_day(section: Section, folders: list[str]) -> dt.date | None:
    """The day in a news folder's name, after the folders' names have been found good."""
    if section is Section.NEWS:
        return _news_day(folders)
    if section is Section.SUMMARIES and not (len(folders) == 2 and YEAR.fullmatch(folders[1])):  # noqa: PLR2004 - summaries/<year>
        raise InvalidPathError("summary-folder")
    if section is Section.FAQ and len(folders) != 3:  # noqa: PLR2004 - faq/<topic>/<question>
        raise InvalidPathError("faq-folder")
    if not all(SLUG.fullmatch(folder) for folder in folders):
        raise InvalidPathError("folder-name")
    return None


def _news_day(folders: list[str]) -> dt.date:
    match = NEWS_NAME.fullmatch(folders[-1]) if len(folders) == 2 else None  # noqa: PLR2004 - news/<date>-<slug>
    if match is None:
        raise InvalidPathError("news-folder")
    try:
        return dt.date.fromisoformat(match["day"])
    except ValueError as error:
        raise InvalidPathError("news-folder-date") from error
