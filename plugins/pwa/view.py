"""The page a reader without a network sees at an address that the browser has not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import Link, View
from plugins.pwa.worker import offline_page

if TYPE_CHECKING:
    from plugins.model.edition import Edition
    from plugins.pages.views import Site


class OfflineView(View, frozen=True, kw_only=True):
    """The number, and the ways to the answers that may have been kept."""

    template: ClassVar[str] = "offline.html"

    topics: tuple[Link, ...]


def offline_view(edition: Edition, site: Site) -> OfflineView:
    """The page at `/<language>/offline.html`."""
    text = site.phrases.text
    head = MetaBuilder(site).for_listing("", text("offline.title"), text("offline.description"))
    url = offline_page(edition, site.urls)
    topics = tuple(Link(group.topic.name, group.url) for group in edition.faq)
    return replace(OfflineView(**head, topics=topics), url=url, canonical=url, breadcrumb=(), indexed=False)
