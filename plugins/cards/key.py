"""What a picture is called: its name carries the first digits of a key made of everything that shapes it.

Messengers keep a preview by its address, so a changed picture must have another. Nothing is drawn to know it.
"""

from __future__ import annotations

import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import PIL

from plugins.cards.face import FONTS
from plugins.cards.formats import COMPRESSION

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.formats import Format

SHOWN = 8  # hexadecimal digits of the key in a name


def card_key(poster: CardText, size: Format, palette: bytes) -> str:
    """64 hexadecimal digits: the words and numbers, the measures, the colours, the typeface, the code."""
    shaped = repr((poster, size)).encode() + palette + workshop().encode()
    return sha256(shaped).hexdigest()


def card_name(poster: CardText, size: Format, theme: str, palette: bytes) -> str:
    """`calls.share.light.ru.1f0c2a9b.png`, known before anything is drawn; its folder is the set's."""
    return named(poster, size, theme, card_key(poster, size, palette))


def named(poster: CardText, size: Format, theme: str, key: str) -> str:
    """The name that goes with a key."""
    _, _, part = poster.address.partition(".")
    stem = (part or poster.address).replace(".", "-")
    return f"{stem}.{size.name}.{theme}.{poster.language}.{key[:SHOWN]}.png"


@cache
def workshop() -> str:
    """A digest of the tools: the fonts, their kerning, this package, Pillow, zlib, the encoder's setting."""
    package = Path(__file__).parent
    files = [*sorted(FONTS.glob("*.ttf")), *sorted(FONTS.glob("*.json")), *sorted(package.rglob("*.py"))]
    digests = [sha256(file.read_bytes()).hexdigest() for file in files]
    tools = (PIL.__version__, zlib.ZLIB_RUNTIME_VERSION, str(COMPRESSION))
    return sha256("".join((*digests, *tools)).encode()).hexdigest()
