"""Control characters, mixed scripts, and hosts that are not what they look like.

`gоsuslugi.ru` with a Cyrillic "о" is another site; `президент.рф`, in one script, is valid.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONTROL_CHARS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000f0000-\U0010ffff]"
)
"""Controls, direction marks, surrogates, private use; not zero-width joiners (emoji need them)."""
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f")
ISOLATES, END_OF_ISOLATE = frozenset("\u2066\u2067\u2068"), "\u2069"
ISOLATE_OR_LINE_END = re.compile("[\u2066-\u2069\n]")
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of scripts that are written from right to left."""
ZERO_WIDTH_CHARS = "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0"
"""Characters without width or ink, as a regex class: text may need some of them, addresses none."""
ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH_CHARS}]")
HOST_LABEL = rf"[\w{ZERO_WIDTH_CHARS}-]"
HOST_LIKE = re.compile(rf"(?<!{HOST_LABEL}){HOST_LABEL}++(?:[.。．｡]{HOST_LABEL}++)+")
TOP_LEVEL_DOMAIN = re.compile(r"[.。．｡](?:xn--[\w-]+|[a-zа-яё]{2,}|[A-ZА-ЯЁ]{2,})$")
"""How hosts end; «ул.Ленина» and «т.е» with a joiner in them are none."""
TOP_LEVEL = (
    r"app|biz|by|cc|com|dev|edu|eu|example|gov|info|int|io|kz|me|mil|net|online|org|ru|site|su|ua|uk|xn--[\w-]+"
    "|дети|москва|онлайн|рус|рф|сайт"
)
"""Top-level domains by which a host is recognized in a text, as a regex; file names end in some others."""
WRITTEN_HOST = re.compile(rf"\.(?=\w)(?:{TOP_LEVEL})(?![\w-])", re.IGNORECASE)
NOT_HOST = re.compile(rf"[^\w{ZERO_WIDTH_CHARS}.。．｡-]")
NOT_ADDRESS = re.compile(r"""[\s()<>\[\]{}"'«»“”„‘’`|*]""")
MAX_ADDRESS = 300
CONFLICT_MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7}) \S.*", re.MULTILINE)
"""What Git leaves on a line where two versions of a file could not be merged."""
HOST = re.compile(r"(?:https?://|mailto:[^@]*@)([^/?#:\\]*)", re.IGNORECASE)
DOT = re.compile("[.。．｡]")
HOMOGLYPHS = "aeopcyxijshdqwl", "аеорсухіјѕһԁԛԝӏ"
"""Letters drawn alike in the Latin and in the Cyrillic alphabet."""
TO_LATIN, TO_CYRILLIC = str.maketrans(*reversed(HOMOGLYPHS)), str.maketrans(*HOMOGLYPHS)
HOST_CACHE_SIZE = 1_000
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Scripts that are written beside others, and look like none of them."""


class TextFault(NamedTuple):
    """What is wrong with a text: a problem's code and the values of its message."""

    code: str
    values: Mapping[str, str]
    is_advice: bool = False


def control_char_fault(char: str) -> TextFault:
    """The fault that a character of `CONTROL_CHARS` is."""
    code = "bidi-character" if char in BIDI_CONTROLS else "control-character"
    return TextFault(code, {"character": _code_point(char)})


def find_conflict_marker(text: str) -> tuple[int, TextFault] | None:
    """The line, from 0, of the first conflict marker in a text, and its fault."""
    if "<<<<<<< " not in text and ">>>>>>> " not in text and "||||||| " not in text:
        return None
    found = CONFLICT_MARKER.search(text)
    return (
        (text.count("\n", 0, found.start()), TextFault("conflict-marker", {"marker": found[0]}))
        if found
        else None
    )


def find_control_chars(text: str, *, right_to_left: bool) -> Iterator[re.Match[str]]:
    """The characters of `CONTROL_CHARS` that a text must not have.

    Right-to-left text needs direction marks, and isolates that end on the line they begin on; embeddings and
    overrides it does not need.
    """
    allowed = _balanced_isolates(text) if right_to_left else frozenset()
    for match in CONTROL_CHARS.finditer(text):
        if not (right_to_left and match[0] in DIRECTION_MARKS) and match.start() not in allowed:
            yield match


def remove_control_chars(text: str, *, right_to_left: bool) -> str:
    """The text without these characters."""
    kept, end = [], 0
    for match in find_control_chars(text, right_to_left=right_to_left):
        kept.append(text[end : match.start()])
        end = match.end()
    return "".join((*kept, text[end:]))


def _balanced_isolates(text: str) -> frozenset[int]:
    """The positions of isolates with an end on the same line, and of these ends."""
    open_positions: list[int] = []
    balanced: set[int] = set()
    for match in ISOLATE_OR_LINE_END.finditer(text):
        if match[0] in ISOLATES:
            open_positions.append(match.start())
        elif match[0] != END_OF_ISOLATE:
            open_positions.clear()
        elif open_positions:
            balanced |= {open_positions.pop(), match.start()}
    return frozenset(balanced)


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


@lru_cache(maxsize=4096)
def letter_script(letter: str) -> str:
    """The script of a letter by its Unicode name, such as `CYRILLIC`."""
    return unicodedata.name(letter, "?").partition(" ")[0]


def minority_letters(word: str, main_script: str) -> tuple[str, str]:
    """The letters of a word's rarest script, and that script; `main_script` wins a tie."""
    letters = [char for char in word if char.isalpha()]
    counts = Counter(map(letter_script, letters))
    rarest = min(counts, key=lambda script: (counts[script], script == main_script))
    return ", ".join(letter for letter in dict.fromkeys(letters) if letter_script(letter) == rarest), rarest


def script_name(script: str, language: str) -> str:
    """The name of a script in a language: `CYRILLIC` is «кириллица»; one that CLDR does not know stays."""
    known = {name.upper(): code for code, name in Locale("en").scripts.items()}
    name: str = Locale.parse(language).scripts.get(known.get(script, ""), script.capitalize())
    return name


def check_address(address: str) -> TextFault | None:
    """What misleads in an address; None if nothing does."""
    if hidden := ZERO_WIDTH.search(address):
        return _zero_width_fault(hidden[0], address)
    host = parse_host(address)
    label = _suspect_label(host)
    return _homoglyph_fault(address, host, label) if label else None


def _homoglyph_fault(address: str, host: str, label: str) -> TextFault:
    letters, script = minority_letters(label, main_script="LATIN")
    values = {"target": address, "host": to_punycode(host), "letters": letters, "alphabet": script}
    return TextFault("host-mixed", {**values, "meant": _suggest_host(host.split("."))})


def check_zero_width(text: str) -> TextFault | None:
    """The first zero-width character within something like a host, typed or as a reference (`&#8203;`)."""
    if "&" not in text and not ZERO_WIDTH.search(text):
        return None
    for match in HOST_LIKE.finditer(unescape(text)):
        if (hidden := ZERO_WIDTH.search(match[0])) and TOP_LEVEL_DOMAIN.search(ZERO_WIDTH.sub("", match[0])):
            return _zero_width_fault(hidden[0], match[0])
    return None


def check_written_hosts(text: str) -> Iterator[tuple[int, TextFault]]:
    """Hosts in a text that only look like others, each with its position."""
    # One sign is searched for ten times as fast as any of four.
    dotted = text.replace("。", ".").replace("．", ".").replace("｡", ".")
    for match in WRITTEN_HOST.finditer(dotted):
        before = text[max(0, match.start() - MAX_ADDRESS) : match.start()]
        host = normalize_host(NOT_HOST.split(before)[-1].lstrip(".") + match[0])
        if not host.isascii() and (label := _suspect_label(host)):
            after = NOT_ADDRESS.split(text[match.end() : match.end() + MAX_ADDRESS], maxsplit=1)[0]
            typed = f"{NOT_ADDRESS.split(before)[-1]}{text[match.start() : match.end()]}{after}"
            address = typed.rstrip(".,;:!?")
            yield match.start(), _homoglyph_fault(address, host, label)


def parse_host(address: str) -> str:
    """The host of a web or mail address as browsers parse it; empty if there is none."""
    found = HOST.match(address)
    return normalize_host(found[1]) if found else ""


@lru_cache(maxsize=HOST_CACHE_SIZE)
def to_punycode(host: str) -> str:
    """A host in ASCII: `xn--d1abbgf6aiiy.xn--p1ai` for `президент.рф`."""
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in host.split(".")
    )


@lru_cache(maxsize=HOST_CACHE_SIZE)
def normalize_host(typed: str) -> str:
    """A host in lower case and NFKC; browsers also undo percent-encoding in it."""
    return DOT.sub(".", unicodedata.normalize("NFKC", unquote(typed)).lower()).rstrip(".")


def has_suspect_label(host: str) -> bool:
    """Whether a host mixes scripts, or only looks Latin."""
    return bool(_suspect_label(host))


@lru_cache(maxsize=HOST_CACHE_SIZE)
def _suspect_label(host: str) -> str | None:
    labels = host.split(".")
    return next((label for label in labels if _is_suspect(label, labels[-1])), None)


def _is_suspect(label: str, top_level: str) -> bool:
    return _is_mixed(label) or _is_homoglyph(label, top_level)


def _is_mixed(label: str) -> bool:
    return len({letter_script(char) for char in label if char.isalpha()} - EAST_ASIAN) > 1


def _is_homoglyph(label: str, top_level: str) -> bool:
    """Whether all letters of a Cyrillic label look Latin, under a Latin top-level domain."""
    return bool(label) and not label.isascii() and label.translate(TO_LATIN).isascii() and top_level.isascii()


def _suggest_host(labels: list[str]) -> str:
    """The host in one script that the letters look like; `…` for a label without one."""
    tables = (TO_LATIN, TO_CYRILLIC) if labels[-1].isascii() else (TO_CYRILLIC, TO_LATIN)
    suggested = []
    for label in labels:
        forms = [label, *(label.translate(table) for table in tables)]
        suggested.append(next((form for form in forms if not _is_suspect(form, labels[-1])), "…"))
    return ".".join(suggested)


def _zero_width_fault(char: str, target: str) -> TextFault:
    return TextFault("zero-width-in-address", {"character": _code_point(char), "target": target})
