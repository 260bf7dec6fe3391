"""The site as an installable app: icons, web app manifests, the service worker and the offline page."""

from __future__ import annotations

import hashlib
import io
import json
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec.structs import replace

from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import Link, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from PIL import Image, ImageDraw

    from plugins.model.config import SiteConfig
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site

ICON_SIZES = (144, 180, 192, 512)
FAVICON_SIZES = (16, 32, 48)
OVERSAMPLING = 4
CACHED_NEWS = 20


class IconDesign(NamedTuple):
    """What icons show: at most four characters (else a handset), colors as `#rrggbb`, the theme's motif.

    A `neutral` icon has no text and no handset.
    """

    text: str
    accent: str
    accent_ink: str
    background: str
    motif: bool = True
    neutral: bool = False


TEXT_SIZES = tuple(size / 100 for size in range(40, 0, -1))
"""Type sizes, the largest first, as fractions of the icon's edge."""
STROKE = 0.045
"""The stroke as a fraction of the type size."""
PROBE = 400
"""The edge in pixels of the picture on which a text's size is tried."""
MIDDLE = 0.45
"""How far down the middle of the text is above the motif, as a fraction of the edge."""
SAFE_RADIUS = 0.4
"""No mask cuts off what lies within this radius, as a fraction of the edge (W3C, maskable icons)."""
DRIFT = (-0.35, 0.76, 1.2, 1.5)
"""The ellipse of the snowdrift: left, top, right and bottom as fractions of the edge."""


def icon_files(design: IconDesign) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The output path of every icon, with a function that draws it."""
    for size in ICON_SIZES:
        yield f"static/icon-{size}.png", partial(_encode_png, design, size)
    yield "favicon.ico", partial(_encode_favicon, design)


def draw_icon(design: IconDesign, size: int) -> Image.Image:
    """A square icon of `size` pixels: the number, or a handset, above a snowdrift."""
    from PIL import Image, ImageDraw

    edge = size * OVERSAMPLING
    image = Image.new("RGB", (edge, edge), design.accent)
    draw = ImageDraw.Draw(image)
    if design.motif:
        draw.ellipse([part * edge for part in DRIFT], fill=design.background)
    middle = edge * (MIDDLE if design.motif else 0.5)
    if design.text:
        _draw_text(draw, design.text, design.accent_ink, edge, middle)
    elif not design.neutral:
        _draw_handset(draw, design.accent_ink, edge, middle)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _draw_text(draw: ImageDraw.ImageDraw, text: str, ink: str, edge: int, middle: float) -> None:
    size = next(scale for scale in TEXT_SIZES if _is_safe(text, scale, middle / edge))
    _put_text(draw, text, ink, edge, (middle, size))


def _is_safe(text: str, size: float, middle: float) -> bool:
    from PIL import Image, ImageDraw

    mask = Image.new("L", (PROBE, PROBE))
    draw = ImageDraw.Draw(mask)
    _put_text(draw, text, "white", PROBE, (middle * PROBE, size))
    draw.circle((PROBE / 2, PROBE / 2), PROBE * SAFE_RADIUS, fill="black")
    return mask.getbbox() is None


def _put_text(draw: ImageDraw.ImageDraw, text: str, ink: str, edge: int, place: tuple[float, float]) -> None:
    """Draw a text centered; `place` is its middle in pixels and its type size as a fraction of the edge."""
    from PIL import ImageFont

    middle, size = place
    font = ImageFont.load_default(edge * size)
    stroke = edge * size * STROKE
    draw.text((edge / 2, middle), text, ink, font, anchor="mm", stroke_width=stroke, stroke_fill=ink)


def _draw_handset(draw: ImageDraw.ImageDraw, ink: str, edge: int, middle: float) -> None:
    radius, width = edge * 0.28, edge * 0.1
    top = middle - edge * 0.13
    box = (edge / 2 - radius, top, edge / 2 + radius, top + 1.5 * radius)
    draw.arc(box, 180, 360, fill=ink, width=round(width))
    for side in (-1, 1):
        x, y = edge / 2 + side * (radius - width * 0.75), top + radius * 0.8
        piece = (x - width * 0.95, y - width * 0.8, x + width * 0.95, y + width * 0.8)
        draw.rounded_rectangle(piece, radius=width * 0.35, fill=ink)


def _encode_png(design: IconDesign, size: int) -> bytes:
    buffer = io.BytesIO()
    draw_icon(design, size).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _encode_favicon(design: IconDesign) -> bytes:
    """Draw each size on its own: digits scaled down from a large one would blur."""
    *smaller, largest = (draw_icon(design, size) for size in FAVICON_SIZES)
    buffer = io.BytesIO()
    sizes = [(size, size) for size in FAVICON_SIZES]
    largest.save(buffer, "ICO", sizes=sizes, append_images=smaller)
    return buffer.getvalue()


def icon_design(config: SiteConfig, palette: Mapping[str, str]) -> IconDesign:
    """The site's icons in the colors of a palette."""
    colors = palette["accent"], palette["accent-ink"], palette["ground"]
    neutral = config.safety is not None
    text = "" if neutral else config.main.short
    return IconDesign(text, *colors, motif=config.brand.has_motif, neutral=neutral)


def render_manifest(edition: Edition, config: SiteConfig, urls: SiteUrls, design: IconDesign) -> bytes:
    """The web app manifest of an edition (https://www.w3.org/TR/appmanifest/)."""
    front = urls.front(edition.language.code)
    manifest = {
        "name": edition.phrases["site.name"],
        "short_name": config.main.short or edition.phrases["site.name"],
        "description": edition.phrases["site.tagline"],
        "lang": edition.language.code,
        "dir": edition.language.direction,
        "id": front,
        "start_url": front,
        "scope": urls.url(""),
        "display": "minimal-ui",
        "background_color": design.background,
        "theme_color": design.accent,
        "icons": [
            _manifest_icon(urls, 192, "any"),
            _manifest_icon(urls, 512, "any"),
            _manifest_icon(urls, 512, "maskable"),
        ],
    }
    return json.dumps(manifest, ensure_ascii=False).encode()


def _manifest_icon(urls: SiteUrls, size: int, purpose: str) -> dict[str, str]:
    source = urls.url(f"static/icon-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def offline_url(edition: Edition, urls: SiteUrls) -> str:
    """The URL of the page shown offline for a page that is not cached."""
    return urls.url(f"{edition.language.code}/offline.html")


def kept_pages(edition: Edition, urls: SiteUrls, *, search: bool) -> list[Link]:
    """What an edition has without a network, for readers: answers, search, newest summary, newest news."""
    code, text = edition.language.code, edition.phrases.text
    answers = [Link(group.topic.name, group.url) for group in edition.faq]
    found = [Link(text("nav.search"), urls.listing(code, "search"))] if search else []
    summaries = [Link(item.title, item.url) for item in edition.summaries[:1]]
    count = len(edition.news[:CACHED_NEWS])
    news = [Link(text("offline.newest", n=count), urls.listing(code, "news"))] if count else []
    return [Link(text("nav.front"), urls.front(code)), *answers, *found, *summaries, *news]


def cached_pages(edition: Edition, urls: SiteUrls) -> list[str]:
    """The URLs of what `kept_pages` names, but the search, and of the listed news and questions."""
    kept = [link.url for link in kept_pages(edition, urls, search=False)]
    listing = [urls.listing(edition.language.code, "faq")] if edition.faq else []
    return [*kept, *listing, *(item.url for item in edition.news[:CACHED_NEWS])]


class KeptFiles(NamedTuple):
    """URLs that the worker keeps besides pages: `shared` by all editions, and for the `search` of each."""

    shared: Iterable[str]
    search: Mapping[str, Sequence[str]]


def render_worker(
    script: str,
    editions: Sequence[Edition],
    urls: SiteUrls,
    kept: KeptFiles,
    fingerprint: Callable[[str], str],
) -> bytes:
    """The service worker; its version depends on what it caches: `fingerprint` gives the digest at a URL."""
    pages = {
        code: [*cached_pages(edition, urls), *kept.search.get(code, ())]
        for edition in editions
        for code in [edition.language.code]
    }
    offline = {edition.language.code: offline_url(edition, urls) for edition in editions}
    shell = [*kept.shared, *offline.values()]
    cached = [*shell, *(url for page_urls in pages.values() for url in page_urls)]
    digests = "".join(f"{url} {fingerprint(url)}\n" for url in cached)
    release = {
        "version": hashlib.sha256((digests + script).encode()).hexdigest()[:12],
        "shell": shell,
        "offline": offline,
        "pages": pages,
        "search": urls.url("search/"),
    }
    return f"const RELEASE = {json.dumps(release, ensure_ascii=False)};\n{script}".encode()


class OfflineView(View, frozen=True, kw_only=True):
    """The offline page: the number, and what is kept on the device."""

    template: ClassVar[str] = "offline.html"
    pages: tuple[Link, ...]


def offline_view(edition: Edition, site: Site, *, search: bool) -> OfflineView:
    """The page at `/<language>/offline.html`; with `search` the search is kept too."""
    text = site.phrases.text
    head = MetaBuilder(site).for_listing("", text("offline.title"), text("offline.description"))
    url = offline_url(edition, site.urls)
    pages = tuple(kept_pages(edition, site.urls, search=search))
    return replace(OfflineView(**head, pages=pages), url=url, canonical=url, breadcrumb=(), indexed=False)
