"""Names of files, folders and entries: of a title, and such as no other has."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Container

MAX_SLUG_LENGTH = 48
NON_SLUG = re.compile(r"[^a-z0-9]+")
APOSTROPHE = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z]|\b)")


def slugify(title: str) -> str:
    """A title as a folder name in ASCII, cut between words; empty if it has no letters or digits.

    >>> slugify("Объявлен новый график: 24 часа!")
    'obyavlen-novyy-grafik-24-chasa'
    >>> slugify("Үөрэх дьыла — саҥа")
    'uorekh-dyla-sanga'
    """
    plain = APOSTROPHE.sub("", anyascii(title)).lower()
    slug = NON_SLUG.sub("-", plain).strip("-")
    if len(slug) <= MAX_SLUG_LENGTH:
        return slug
    return slug[: MAX_SLUG_LENGTH + 1].rpartition("-")[0] or slug[:MAX_SLUG_LENGTH]


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with the first number from 2 on that makes it none of those that are taken.

    >>> free_name("calls", ["calls", "calls-2"])
    'calls-3'
    """
    return next(
        each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken
    )
