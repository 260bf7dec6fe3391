"""What the words of a link promise (a host, a mailbox, a telephone number) against where it leads.

A differing host is advice, but an error where the spelling deceives.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from publicsuffixlist import PublicSuffixList

from plugins.diagnostics.text_safety import (
    TOP_LEVEL,
    ZERO_WIDTH,
    TextFault,
    has_suspect_label,
    normalize_host,
    parse_host,
    to_punycode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DOTS = str.maketrans(dict.fromkeys("。·‧∙⋅・ꓸ", "."))
"""Characters drawn like a full stop that NFKC does not make one."""
SPACED_DOT = re.compile(rf"(?<=\w)\s*\.\s*(?=(?:{TOP_LEVEL})(?![\w-]))")
NAMED_HOST = re.compile(
    rf"(?:https?://|\bwww\.)([^\s/?#:@\\]+)|(?<![\w-])((?:[\w-]++\.)+(?:{TOP_LEVEL}))(?![\w-]|\.\w)",
    re.IGNORECASE,
)
MAILBOX = re.compile(r"[\w.+-]++@[\w.-]*\w")
ARCHIVES = frozenset(
    {
        *(f"archive.{ending}" for ending in ("org", "fo", "is", "li", "md", "ph", "today", "vn")),
        "perma.cc",
        "webcitation.org",
    }
)
ARCHIVED = re.compile(r"(?<=/)https?:/.*")
PRODUCTS = frozenset({"ado.net", "asp.net", "ml.net", "vb.net", "socket.io"})
"""Names of software that look like hosts."""
NUMBER = re.compile(r"\d(?:[\s().·•\u2010-\u2015\u2212\u20e3-]*\d)*")
DIALLED = re.compile("(?:tel|sms):", re.IGNORECASE)
SHORT_NUMBER, LOCAL_NUMBER, FULL_NUMBER = 3, 5, 11
"""Digits of a short number, of the shortest local number, of one with the country code 7 or the prefix 8."""


def check_link_text(words: str, address: str, title: str = "") -> TextFault | None:
    """What the words of a link name other than its address; None if nothing."""
    if not address or words == address:
        return None
    plain = unicodedata.normalize("NFKC", ZERO_WIDTH.sub("", words)).translate(DOTS)
    if DIALLED.match(address):
        return _check_number(plain, address)
    if address.lower().startswith("mailto:"):
        found, target = MAILBOX.findall(plain), address[7:].partition("?")[0]
        if found and target.lower() not in map(str.lower, found):
            return TextFault("link-other-mailbox", {"shown": found[0], "target": target})
    return _check_host(words, plain, address, title) if "." in plain else None


def _check_host(words: str, plain: str, address: str, title: str) -> TextFault | None:
    host = to_punycode(parse_host(address))
    if _registered_domain(host) in ARCHIVES:
        archived = ARCHIVED.search(address)
        host = to_punycode(parse_host(re.sub("^(https?:)/+", r"\1//", archived[0]))) if archived else ""
    others = [] if not host else [named for named in _named_hosts(plain) if not _is_same_site(named, host)]
    for named in others:
        if (
            named not in words.lower()
            or has_suspect_label(named)
            or host.startswith(f"{to_punycode(named)}.")
        ):
            return TextFault("link-other-host", {"shown": named, "host": host, "target": address})
    if not others or any(_is_same_site(named, host) for named in _named_hosts(f"{plain} {title}")):
        return None
    values = {"shown": others[0], "host": host, "target": address}
    return TextFault("link-other-host", values, is_advice=True)


def _named_hosts(text: str) -> Iterator[str]:
    for match in NAMED_HOST.finditer(SPACED_DOT.sub(".", text)):
        named = normalize_host(match[1] or match[2]).removeprefix("www.")
        if named not in PRODUCTS:
            yield named


def _is_same_site(named: str, host: str) -> bool:
    """Whether two hosts belong to one owner, who registered the domain below the public suffix."""
    return _registered_domain(to_punycode(named)) == _registered_domain(host)


@lru_cache
def _registered_domain(host: str) -> str:
    return _public_suffixes().privatesuffix(host) or host


@lru_cache(maxsize=1)
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _check_number(words: str, address: str) -> TextFault | None:
    """The number that the words show if another one is dialled; years and hours are no numbers to dial."""
    only_number = not any(map(str.isalpha, words))
    shown = {match[0]: _digits(match[0]) for match in NUMBER.finditer(words)}
    shown = {
        typed: digits
        for typed, digits in shown.items()
        if only_number or len(digits) == SHORT_NUMBER or len(digits) >= LOCAL_NUMBER
    }
    dialled = _digits(address.partition("?")[0])
    if not shown or any(_is_same_number(digits, dialled) for digits in shown.values()):
        return None
    return TextFault("link-other-number", {"shown": next(iter(shown)), "target": address})


def _digits(text: str) -> str:
    """The digits of a number in ASCII, with the country code 7 for the prefix 8."""
    digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdecimal())
    return f"7{digits[1:]}" if len(digits) == FULL_NUMBER and digits[0] == "8" else digits


def _is_same_number(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= LOCAL_NUMBER and long.endswith(short))
