"""The site as an installable app: icons, web app manifests, the service worker and the offline page."""

from __future__ import annotations

import hashlib
import io
import json
import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec.structs import replace

from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import Link, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from PIL import Image

    from plugins.model.config import SiteConfig
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site


ICON_SIZES = (144, 180, 192, 512)
FAVICON_SIZES = (16, 32, 48)
COLOR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
OVERSAMPLING = 4
CACHED_NEWS = 20


class Colors(NamedTuple):
    """The colors of an icon, as `#rrggbb`."""

    accent: str
    accent_ink: str
    background: str


class Layout(NamedTuple):
    """Fractions of the icon's edge; the digits stay within the middle 80 %, which no mask cuts off."""

    digits: float = 0.4
    stroke: float = 0.018
    middle: float = 0.45
    drift_top: float = 0.76
    drift_left: float = -0.35
    drift_right: float = 1.2
    drift_bottom: float = 1.5


def read_colors(palette: str) -> Colors:
    """The colors of the light theme, in the palette's first block."""
    colors = dict(COLOR.findall(palette.partition("@media")[0]))
    return Colors(colors["accent"], colors["accent-ink"], colors["ground"])


def icon_files(colors: Colors, text: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The output path of every icon, with a function that draws it; `text` stands on all of them."""
    for size in ICON_SIZES:
        yield f"static/icon-{size}.png", partial(_encode_png, colors, text, size)
    yield "favicon.ico", partial(_encode_favicon, colors, text)


def draw_icon(colors: Colors, text: str, size: int) -> Image.Image:
    """A square icon of `size` pixels: the number above a snowdrift."""
    from PIL import Image, ImageDraw, ImageFont

    layout, edge = Layout(), size * OVERSAMPLING
    image = Image.new("RGB", (edge, edge), colors.accent)
    draw = ImageDraw.Draw(image)
    drift = (layout.drift_left, layout.drift_top, layout.drift_right, layout.drift_bottom)
    draw.ellipse([part * edge for part in drift], fill=colors.background)
    draw.text(
        (edge / 2, edge * layout.middle),
        text,
        fill=colors.accent_ink,
        font=ImageFont.load_default(edge * layout.digits),
        anchor="mm",
        stroke_width=edge * layout.stroke,
        stroke_fill=colors.accent_ink,
    )
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _encode_png(colors: Colors, text: str, size: int) -> bytes:
    buffer = io.BytesIO()
    draw_icon(colors, text, size).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _encode_favicon(colors: Colors, text: str) -> bytes:
    """Draw each size on its own: digits scaled down from a large one would blur."""
    *smaller, largest = (draw_icon(colors, text, size) for size in FAVICON_SIZES)
    buffer = io.BytesIO()
    sizes = [(size, size) for size in FAVICON_SIZES]
    largest.save(buffer, "ICO", sizes=sizes, append_images=smaller)
    return buffer.getvalue()


def render_manifest(edition: Edition, config: SiteConfig, urls: SiteUrls, colors: Colors) -> bytes:
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
        "background_color": colors.background,
        "theme_color": colors.accent,
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


def cached_pages(edition: Edition, urls: SiteUrls) -> list[str]:
    """The URLs of the front page, all answers and the newest items of an edition."""
    code = edition.language.code
    newest = [item.url for item in edition.news[:CACHED_NEWS]]
    answers = [group.url for group in edition.faq]
    return [urls.front(code), urls.listing(code, "faq"), *answers, *newest]


def render_worker(
    script: str,
    editions: Sequence[Edition],
    urls: SiteUrls,
    shared_assets: Iterable[str],
    fingerprint: Callable[[str], str],
) -> bytes:
    """The service worker; its version depends on the content of everything it caches.

    `shared_assets` are the URLs that every page loads; `fingerprint` returns the digest of the file at a URL.
    """
    pages = {edition.language.code: cached_pages(edition, urls) for edition in editions}
    offline = {edition.language.code: offline_url(edition, urls) for edition in editions}
    shell = [*shared_assets, *offline.values()]
    cached = [*shell, *(url for page_urls in pages.values() for url in page_urls)]
    digests = "".join(f"{url} {fingerprint(url)}\n" for url in cached)
    release = {
        "version": hashlib.sha256((digests + script).encode()).hexdigest()[:12],
        "shell": shell,
        "offline": offline,
        "pages": pages,
    }
    return f"const RELEASE = {json.dumps(release, ensure_ascii=False)};\n{script}".encode()


class OfflineView(View, frozen=True, kw_only=True):
    """The offline page: the number, and links to answers that may be cached."""

    template: ClassVar[str] = "offline.html"

    topics: tuple[Link, ...]


def offline_view(edition: Edition, site: Site) -> OfflineView:
    """The page at `/<language>/offline.html`."""
    text = site.phrases.text
    head = MetaBuilder(site).for_listing("", text("offline.title"), text("offline.description"))
    url = offline_url(edition, site.urls)
    topics = tuple(Link(group.topic.name, group.url) for group in edition.faq)
    return replace(OfflineView(**head, topics=topics), url=url, canonical=url, breadcrumb=(), indexed=False)
