"""An item's HTML as other people's programs may show it: nothing that acts, nothing of our theme."""

from __future__ import annotations

from urllib.parse import urlsplit

import nh3

from plugins.feeds.text import readable

# The sanitizer's own safe list, less what only lays out our pages.
TAGS = nh3.ALLOWED_TAGS - {
    "area",
    "article",
    "aside",
    "data",
    "footer",
    "header",
    "hgroup",
    "map",
    "nav",
    "span",
}
GONE_WITH_CONTENT = frozenset({"script", "style", "template", "noscript", "svg", "math", "button", "form"})
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "img": {"src", "alt", "width", "height", "title"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


NOWHERE = "https://page.invalid/"
# Making a cleaner costs as much as cleaning an article: there is one, and its links are led home afterwards.
CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=set(GONE_WITH_CONTENT),
    attributes=ATTRIBUTES,
    url_schemes=set(SCHEMES),
    link_rel=None,
    url_relative=("rewrite_with_base", NOWHERE),
)


def portable(markup: str, page: str) -> str:
    """The HTML of the `page` at an absolute address, without scripts, classes and ids, links made absolute.

    Addresses in it begin with a slash or a `#`. What an unknown element says is kept:
    `<data value="8814">8814 calls</data>` becomes its words.
    """
    cleaned = CLEANER.clean(readable(markup))
    return cleaned.replace(f'"{NOWHERE}#', f'"{page}#').replace(f'"{NOWHERE}', f'"{_root(page)}')


def _root(page: str) -> str:
    parts = urlsplit(page)
    return f"{parts.scheme}://{parts.netloc}/"
