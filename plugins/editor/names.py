"""Advice on names: authors, speakers and owners of pictures, compared between languages."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from anyascii import anyascii
from PIL import Image, IptcImagePlugin

from plugins.diagnostics.problem import Problem, advice
from plugins.markdown.references import CREDIT_SIGN
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

MAX_PERSON_WORDS = 4
"""An organization's name is translated, a person's is written in other letters."""
ALIKE = 0.5
"""The least similarity of one name in two alphabets: `Юрий Сидоров` and `Yury Sidorov` have 0.9."""
IPTC_BYLINE, IPTC_CREDIT = (2, 80), (2, 110)
EXIF_ARTIST, EXIF_COPYRIGHT = 0x13B, 0x8298
MAX_CREDIT = 120


class _Name(NamedTuple):
    text: str
    line: int


def name_advice(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Names that one language has and another lacks or spells as another person's."""
    for bundle in bundles.values():
        primary, *others = bundle.documents.values()
        for other in others:
            if Status.DRAFT in {primary.matter.status, other.matter.status} or other.matter.parity:
                continue
            for ours, theirs in zip(_names(primary), _names(other), strict=True):
                yield from _compare(primary, ours, other, theirs)


def _names(document: Document) -> tuple[list[_Name], list[_Name], list[_Name]]:
    """The authors, the speakers and the owners of pictures that a document names, without their posts."""
    line = document.matter.line("author")
    authors = [_Name(name, line) for name in document.matter.author]
    speakers = [_Name(each.speaker.partition(",")[0], each.line) for each in document.quotations]
    owners = [
        _Name(each.credit.strip(f"{CREDIT_SIGN} "), each.line) for each in document.pictures if each.credit
    ]
    return authors, speakers, owners


def _compare(primary: Document, ours: list[_Name], other: Document, theirs: list[_Name]) -> Iterator[Problem]:
    if len(ours) != len(theirs):
        fewer, more = sorted(((other, theirs), (primary, ours)), key=lambda each: len(each[1]))
        name = more[1][len(fewer[1])]
        yield advice(more[0].path, name.line, "name-missing", name=name.text, other=fewer[0].path)
        return
    for one, another in zip(ours, theirs, strict=True):
        if not _is_same(one.text, another.text):
            place = {"other": primary.path, "line": one.line}
            yield advice(other.path, another.line, "name-differs", here=another.text, there=one.text, **place)


def _is_same(one: str, another: str) -> bool:
    if not (_is_person(one) and _is_person(another)):
        return True
    return SequenceMatcher(None, _romanized(one), _romanized(another), autojunk=False).ratio() >= ALIKE


def _is_person(name: str) -> bool:
    """Whether a name may be a person's: two to four capitalized words."""
    words = name.split()
    return 1 < len(words) <= MAX_PERSON_WORDS and all(word[0].isupper() for word in words)


def _romanized(name: str) -> str:
    """The words of a name in Latin letters, in alphabetical order: a surname may come first."""
    return "".join(sorted(re.findall("[a-z]+", anyascii(name).lower())))


def credit_advice(
    bundles: Mapping[str, Bundle], pictures: Mapping[str, Mapping[str, Path]]
) -> Iterator[Problem]:
    """Pictures shown without a credit whose data name their author."""
    for name, files in pictures.items():
        documents = bundles[name].documents.values() if name in bundles else ()
        for document in documents:
            for picture in document.pictures:
                file = files.get(picture.name)
                if file and not picture.credit and (author := read_author(file)):
                    values = {"name": picture.name, "author": author, "caption": picture.caption}
                    yield advice(document.path, picture.line, "picture-credit", **values)


def read_author(file: Path | BinaryIO) -> str:
    """The author in a picture's IPTC or EXIF data, on one line; empty if there is none."""
    try:
        with Image.open(file) as image:
            iptc = IptcImagePlugin.getiptcinfo(image) or {}
            exif = image.getexif()
    except Exception:  # noqa: BLE001 - Pillow's decoders raise any exception for broken data
        return ""
    found = (iptc.get(IPTC_BYLINE), exif.get(EXIF_ARTIST), iptc.get(IPTC_CREDIT), exif.get(EXIF_COPYRIGHT))
    return next((name for name in map(_text, found) if name), "")


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")
    plain = " ".join("".join(char for char in text if char.isprintable()).split()).strip(f"{CREDIT_SIGN} ")
    return "" if "\ufffd" in plain else plain[:MAX_CREDIT]
