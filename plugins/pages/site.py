"""What every page of an edition shows alike, taken from the edition once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.pages.view import Crumb, Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.model.edition import Edition
    from plugins.model.urls import Addresses
    from plugins.pages.assets import Assets

SECTIONS = ("news", "summaries", "faq", "topics")
LISTS = ("figures", "corrections")


def site_of(edition: Edition, editions: Sequence[Edition], addresses: Addresses, assets: Assets) -> Site:
    """The edition's site; `assets` are where its style sheet and its script are published."""
    code = edition.language.code
    sections = (Crumb(edition.phrases[f"nav.{name}"], addresses.listing(code, name)) for name in SECTIONS)
    lists = (Crumb(edition.phrases[f"nav.{name}"], addresses.listing(code, name)) for name in LISTS)
    return Site(
        language=edition.language,
        phrases=edition.phrases,
        languages=tuple(other.language for other in editions),
        addresses=addresses,
        front=addresses.front(code),
        sections=tuple(sections),
        pages=(*(Crumb(page.title, page.url) for page in edition.pages), *lists),
        stylesheet=addresses.url(assets.stylesheet),
        script=addresses.url(assets.script),
        card=edition.card,
    )
