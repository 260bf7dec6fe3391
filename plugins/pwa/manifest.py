"""The manifest of an edition, as https://www.w3.org/TR/appmanifest/ has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.pwa.icon import Colours


def manifest(edition: Edition, addresses: SiteUrls, colours: Colours) -> bytes:
    """What a phone asks when the reader puts the site on the home screen."""
    front = addresses.front(edition.language.code)
    told = {
        "name": edition.phrases["site.name"],
        "short_name": "122",
        "description": edition.phrases["site.tagline"],
        "lang": edition.language.code,
        "dir": edition.language.direction,
        "id": front,
        "start_url": front,
        "scope": addresses.url(""),
        "display": "minimal-ui",
        "background_color": colours.ground,
        "theme_color": colours.accent,
        "icons": [
            _icon(addresses, 192, "any"),
            _icon(addresses, 512, "any"),
            _icon(addresses, 512, "maskable"),
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _icon(addresses: SiteUrls, size: int, purpose: str) -> dict[str, str]:
    source = addresses.url(f"static/icon-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
