"""What every page of an edition shows alike, taken from the edition once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.pages.view import Link, Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.pages.assets import Assets

SECTIONS = ("news", "summaries", "faq", "topics")
LISTS = ("figures", "corrections")


def build_page_site(
    edition: Edition, editions: Sequence[Edition], addresses: SiteUrls, assets: Assets
) -> Site:
    """The edition's site; `assets` are where its style sheet and its script are published."""
    code = edition.language.code
    sections = (Link(edition.phrases[f"nav.{name}"], addresses.listing(code, name)) for name in SECTIONS)
    lists = (Link(edition.phrases[f"nav.{name}"], addresses.listing(code, name)) for name in LISTS)
    return Site(
        language=edition.language,
        phrases=edition.phrases,
        languages=tuple(other.language for other in editions),
        urls=addresses,
        front=addresses.front(code),
        sections=tuple(sections),
        pages=(*(Link(page.title, page.url) for page in edition.pages), *lists),
        stylesheet=addresses.url(assets.stylesheet),
        script=addresses.url(assets.script),
        card=edition.card,
    )
