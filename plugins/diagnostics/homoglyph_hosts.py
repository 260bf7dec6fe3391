"""Hosts in addresses: the one that a reader sees has to be the one that a browser opens.

`gоsuslugi.ru` with a Cyrillic "о" is another site, and so is an address with a letter of no width in it. A
host in one alphabet, such as `президент.рф`, is as good as any.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from plugins.diagnostics.control_chars import code_point
from plugins.diagnostics.mixed_script import alphabet_of, odd_letters

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSEEN = "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0"
"""Characters without width or ink, as a pattern's class: texts may need some of them, addresses none."""
ZERO_WIDTH = re.compile(f"[{UNSEEN}]")
HOST_LIKE = re.compile(rf"(?<![\w{UNSEEN}-])[\w{UNSEEN}-]++(?:[.。．｡][\w{UNSEEN}-]++)+")
ENDING = re.compile(r"[.。．｡](?:xn--[\w-]+|[a-zа-яё]{2,}|[A-ZА-ЯЁ]{2,})$")
"""How hosts end; «ул.Ленина» and «т.е» with a joiner in them are none."""
NAMED = re.compile(
    r"(?<![\w@.-])(?:https?://|www\.)([^\s/?#:@\\]+)"
    r"|(?<![\w@.-])((?:[\w-]++\.)+(?:com|example|gov|info|net|org|ru|su|рус|рф))(?![\w.-])",
    re.IGNORECASE,
)
"""An address in visible words: with a scheme, or with an ending that readers take for one."""
HOST = re.compile(r"(?:https?://|mailto:[^@]*@)([^/?#:\\]*)", re.IGNORECASE)
DOT = re.compile("[.。．｡]")
ALIKE = "aeopcyxijshdqwl", "аеорсухіјѕһԁԛԝӏ"
"""Letters drawn alike in the Latin and in the Cyrillic alphabet."""
TO_LATIN, TO_CYRILLIC = str.maketrans(*reversed(ALIKE)), str.maketrans(*ALIKE)
HOSTS = 1_000
"""Hosts known by heart: a site links to the same few over and over."""
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Scripts that are written beside others, and look like none of them."""


class Fault(NamedTuple):
    """What is wrong with an address: the code of a problem and the words of its sentence."""

    code: str
    values: Mapping[str, str]


def address_fault(address: str) -> Fault | None:
    """What misleads in an address; None where nothing does."""
    if hidden := ZERO_WIDTH.search(address):
        return _hidden_fault(hidden[0], address)
    host = host_of(address)
    odd = _odd_label(host)
    if odd is None:
        return None
    meant = _meant(host.split("."))
    letters, alphabet = odd_letters(odd, main="LATIN")
    shown = {"target": address, "host": as_sent(host), "letters": letters, "alphabet": alphabet}
    return Fault("host-mixed", {**shown, "meant": meant})


def hidden_in_host(text: str) -> Fault | None:
    """The first character of no width within words that look like a host, typed or spelled (`&#8203;`)."""
    if "&" not in text and not ZERO_WIDTH.search(text):
        return None
    for match in HOST_LIKE.finditer(unescape(text)):
        if (hidden := ZERO_WIDTH.search(match[0])) and ENDING.search(ZERO_WIDTH.sub("", match[0])):
            return _hidden_fault(hidden[0], match[0])
    return None


def other_host(words: str, address: str) -> Fault | None:
    """The host that the words of a link name when the link leads to another one."""
    host = as_sent(host_of(address)) if "." in words or "://" in words else ""
    for match in NAMED.finditer(words) if host else ():
        shown = as_sent(_plain(match[1] or match[2])).removeprefix("www.")
        if host != shown and not host.endswith(f".{shown}"):
            return Fault("link-other-host", {"shown": shown, "host": host, "target": address})
    return None


def host_of(address: str) -> str:
    """The host of a web or mail address as browsers understand it; empty where there is none."""
    found = HOST.match(address)
    return _plain(found[1]) if found else ""


@lru_cache(maxsize=HOSTS)
def as_sent(host: str) -> str:
    """A host in the letters the network knows: `xn--d1abbgf6aiiy.xn--p1ai` for `президент.рф`."""
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in host.split(".")
    )


@lru_cache(maxsize=HOSTS)
def _odd_label(host: str) -> str | None:
    labels = host.split(".")
    return next((label for label in labels if _is_suspect(label, labels[-1])), None)


@lru_cache(maxsize=HOSTS)
def _plain(typed: str) -> str:
    """A host in small letters of the plain forms; browsers undo percent signs in it, too."""
    return DOT.sub(".", unicodedata.normalize("NFKC", unquote(typed)).lower()).rstrip(".")


def _hidden_fault(char: str, shown: str) -> Fault:
    return Fault("zero-width-in-address", {"character": code_point(char), "target": shown})


def _is_mixed(label: str) -> bool:
    return len({alphabet_of(char) for char in label if char.isalpha()} - EAST_ASIAN) > 1


def _is_disguised(label: str, last: str) -> bool:
    """Whether a Cyrillic label has only letters that look Latin, under an ending that is Latin."""
    return bool(label) and not label.isascii() and label.translate(TO_LATIN).isascii() and last.isascii()


def _meant(labels: list[str]) -> str:
    """The host that the letters make believe, in one alphabet; `…` where that cannot be told."""
    tables = (TO_LATIN, TO_CYRILLIC) if labels[-1].isascii() else (TO_CYRILLIC, TO_LATIN)
    meant = []
    for label in labels:
        forms = [label, *(label.translate(table) for table in tables)]
        meant.append(next((form for form in forms if not _is_suspect(form, labels[-1])), "…"))
    return ".".join(meant)


def _is_suspect(label: str, last: str) -> bool:
    return _is_mixed(label) or _is_disguised(label, last)
