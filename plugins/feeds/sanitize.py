"""Text and HTML for other programs: valid XML characters, plain text, sanitized markup with card images."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.model.edition import Picture


# XML 1.0, section 2.2: any other character makes the document invalid.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")
BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|dt|dd|blockquote|pre|figcaption|summary)>|<br>")
TEXT_CLEANER = nh3.Cleaner(tags=set(), link_rel=None)


def xml_safe(text: str) -> str:
    """The text without characters that XML forbids; a lone surrogate becomes U+FFFD."""
    if FORBIDDEN.search(text) is None and "\r" not in text:
        return text
    return FORBIDDEN.sub("", SURROGATE.sub("\ufffd", text)).replace("\r\n", "\n").replace("\r", "\n")


def single_line(text: str) -> str:
    """Text valid in XML, on one line."""
    return " ".join(xml_safe(text).split())


def plain_text(markup: str) -> str:
    """The plain text of HTML, on one line."""
    words = TEXT_CLEANER.clean(BLOCK_END.sub(r"\g<0> ", markup))
    return single_line(html.unescape(words))


CARD_FIGURE = re.compile(
    r'<figure(?: lang="[^"]*")?(?: dir="[^"]*")? class="figure-card[^"]*" id="([^"]+)">(.*?)</figure>',
    re.DOTALL,
)
CAPTION = re.compile(r"<figcaption.*?</figcaption>", re.DOTALL)
DOWNLOAD_LINKS = re.compile(r'<details class="figure-card-links">.*?</details>', re.DOTALL)


def card_ids(markup: str) -> list[str]:
    """The ids of the cards in the HTML of an item."""
    return [found[1] for found in CARD_FIGURE.finditer(markup)] if "figure-card" in markup else []


def embed_card_images(markup: str, cards: Mapping[str, Picture]) -> str:
    """Replace cards by their pictures, without download links; one without a picture stays as it is."""
    if "figure-card" not in markup:
        return markup
    return CARD_FIGURE.sub(lambda found: _render_card_image(found[1], found[2], cards) or found[0], markup)


def _render_card_image(name: str, body: str, cards: Mapping[str, Picture]) -> str:
    picture = cards.get(name)
    if picture is None:
        return ""
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<img src="{html.escape(picture.url)}" alt="{html.escape(picture.alt)}" {size}>'
    caption = CAPTION.search(DOWNLOAD_LINKS.sub("", body))
    return f"<figure>{image}{caption[0] if caption else ''}</figure>"


# Elements of the sanitizer's safe list that only structure our pages.
STRUCTURE_TAGS = {"area", "article", "aside", "data", "footer", "header", "hgroup", "map", "nav", "span"}
REMOVED_WITH_CONTENT = {"script", "style", "template", "noscript", "svg", "math", "button", "form"}
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "img": {"src", "alt", "width", "height", "title"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
PLACEHOLDER_BASE = "https://page.invalid/"
# Creating a cleaner costs as much as cleaning an article, so one serves all: links get the page's URL
# afterwards.
FEED_CLEANER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS - STRUCTURE_TAGS,
    clean_content_tags=REMOVED_WITH_CONTENT,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "sms", "tel"},
    link_rel=None,
    url_relative=("rewrite_with_base", PLACEHOLDER_BASE),
)


def sanitize_for_feed(markup: str, page: str) -> str:
    """The HTML of the page at the absolute URL `page` with absolute links, without scripts, classes and ids.

    Relative URLs in it start with a slash or a `#`. An unknown element is replaced by its text:
    `<data value="8814">8814 calls</data>` becomes `8814 calls`.
    """
    cleaned = FEED_CLEANER.clean(xml_safe(markup)).replace(f'"{PLACEHOLDER_BASE}#', f'"{page}#')
    return cleaned.replace(f'"{PLACEHOLDER_BASE}', f'"{urljoin(page, "/")}')
