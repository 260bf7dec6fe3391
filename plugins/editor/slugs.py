"""Names of folders, files and entries in ASCII, made of titles, and such as no other has."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Container

MAX_SLUG_LENGTH = 48
NON_SLUG = re.compile(r"[^a-z0-9]+")
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\{\w+\}[\w.|-]+")
"""Tags and references to figures."""
PICTOGRAPH = re.compile(r":[\w+-]+:")
"""What stands for an emoji: its name."""
APOSTROPHE = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z]|\b)")


def slugify(title: str) -> str:
    """A title as a folder name in ASCII, cut between words; empty if it has no letters or digits.

    Tags, references to figures and pictographs are left out.

    >>> slugify("Объявлен новый график: 24 часа!")
    'obyavlen-novyy-grafik-24-chasa'
    >>> slugify("Үөрэх дьыла — саҥа")
    'uorekh-dyla-sanga'
    """
    letters = (anyascii(char) for char in MARKUP.sub(" ", title))
    words = "".join(" " if PICTOGRAPH.fullmatch(each) else each for each in letters)
    plain = APOSTROPHE.sub("", words).lower()
    slug = NON_SLUG.sub("-", plain).strip("-")
    if len(slug) <= MAX_SLUG_LENGTH:
        return slug
    return slug[: MAX_SLUG_LENGTH + 1].rpartition("-")[0] or slug[:MAX_SLUG_LENGTH]


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with the first number from 2 on that makes it none of those that are taken.

    >>> free_name("calls", ["calls", "calls-2"])
    'calls-3'
    """
    numbered = (f"{name}-{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)
