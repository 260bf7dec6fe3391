"""The markup of a picture: every width on offer, the browser takes the one it needs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.images.prepare import Prepared, Published

SIZES = "(min-width: 46rem) 44rem, 100vw"
"""How wide a picture is shown: the text column, or all of a narrow screen."""
USUAL = 800
"""The width for browsers that do not choose."""


def picture_html(prepared: Prepared, folder: str, alt: str, *, caption: str = "", sizes: str = SIZES) -> str:
    """A `<picture>` whose files lie under the address `folder`, in a `<figure>` when it has a caption.

    Without a caption it may stand in a paragraph. It loads when it is about to be seen. `data-alt` lets the
    style sheet show the words in the picture's place: from an `<img>` it cannot take them.
    """
    usual = next((file for file in prepared.fallback if file.width >= USUAL), prepared.largest)
    shown, words = escape(sizes), escape(alt)
    picture = (
        f'<picture data-alt="{words}">'
        f'<source type="{prepared.modern[0].type}" srcset="{_srcset(prepared.modern, folder)}"'
        f' sizes="{shown}"><img src="{_address(folder, usual)}" srcset="{_srcset(prepared.fallback, folder)}"'
        f' sizes="{shown}" width="{prepared.largest.width}" height="{prepared.largest.height}"'
        f' alt="{words}" loading="lazy" decoding="async"></picture>'
    )
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>" if caption else picture


def _srcset(files: tuple[Published, ...], folder: str) -> str:
    return ", ".join(f"{_address(folder, file)} {file.width}w" for file in files)


def _address(folder: str, file: Published) -> str:
    return escape(f"{folder.rstrip('/')}/{file.name}")
