"""Pages before they are composed: what a page is made from tells whether it changed, without its view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.pages.view import View


class Page(NamedTuple):
    """A page at an address, rendered from a template.

    `made_from` is all that shapes its view beside its site, `compose` makes the view of it, `listed` is what
    the site map tells of the page, as a text; empty for pages it does not name.
    """

    url: str
    template: str
    inputs: tuple[object, ...]
    compose: Callable[[], View]
    sitemap_entry: str


def page_from_view(view: View) -> Page:
    """The page of a view that is composed already."""
    listed = ""
    if view.indexed and view.url == view.canonical:
        ways = [(each.language.code, each.url) for each in view.alternates if each.translated]
        listed = f"{view.canonical} {view.lastmod} {ways}"
    return Page(view.url, view.template, (view,), lambda: view, listed)
