"""Cards in a text: what our pages show as a list or a table is told to other programs as the drawn picture.

A card stands in a text as `<figure class="figure-card …" id="…">`, its language before that where it is not
the text's; its source stays as the caption, what can be taken along with it does not.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.model.edition import Picture

CARD = re.compile(
    r'<figure(?: lang="[^"]*")? class="figure-card[^"]*" id="([^"]+)">(.*?)</figure>', re.DOTALL
)
CAPTION = re.compile(r"<figcaption.*?</figcaption>", re.DOTALL)
TAKE_ALONG = re.compile(r'<details class="figure-card-links">.*?</details>', re.DOTALL)


def card_ids(markup: str) -> list[str]:
    """The ids of the cards in a text."""
    return [found[1] for found in CARD.finditer(markup)] if "figure-card" in markup else []


def with_pictures(markup: str, cards: Mapping[str, Picture]) -> str:
    """The text with a picture for every card that was drawn; what was not stays a list or a table."""
    if "figure-card" not in markup:
        return markup
    return CARD.sub(lambda found: _pictured(found[1], found[2], cards) or found[0], markup)


def _pictured(name: str, body: str, cards: Mapping[str, Picture]) -> str:
    picture = cards.get(name)
    if picture is None:
        return ""
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}" {size}>'
    caption = CAPTION.search(TAKE_ALONG.sub("", body))
    return f"<figure>{image}{caption[0] if caption else ''}</figure>"
