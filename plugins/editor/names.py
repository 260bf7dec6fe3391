"""Names of folders: a title in letters every address and every keyboard knows."""

from __future__ import annotations

import re

from anyascii import anyascii

LONGEST = 48
NOT_NAME = re.compile(r"[^a-z0-9]+")
SOFT = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z]|\b)")


def folder_name(title: str) -> str:
    """A title as a folder's name, cut between words; empty when it has no letters.

    >>> folder_name("Объявлен новый график: 24 часа!")
    'obyavlen-novyy-grafik-24-chasa'
    >>> folder_name("Үөрэх дьыла — саҥа")
    'uorekh-dyla-sanga'
    """
    plain = SOFT.sub("", anyascii(title)).lower()
    words = NOT_NAME.sub("-", plain).strip("-")
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
