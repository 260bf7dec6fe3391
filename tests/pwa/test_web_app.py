from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from plugins.content.brand import brand_palettes
from plugins.model.urls import SiteUrls
from plugins.pwa.web_app import (
    IconDesign,
    KeptFiles,
    cached_pages,
    draw_icon,
    icon_design,
    icon_files,
    render_manifest,
    render_worker,
)
from tests.building import ROOT, SITE, content_of, read

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.model.edition import Edition

ADDRESSES = SiteUrls("https://122.example/site")
DESIGN = icon_design(SITE, brand_palettes(ROOT / "theme", SITE.brand)["light"])


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Edition, ...]:
    return tuple(read(content_of(tmp_path)).editions)


def release_of(script: bytes) -> dict[str, object]:
    """The data at the start of the worker."""
    line = script.decode().partition("\n")[0]
    data: dict[str, object] = json.loads(line.removeprefix("const RELEASE = ").removesuffix(";"))
    return data


def test_icons_have_the_colors_of_the_light_theme() -> None:
    assert IconDesign("122", "#0a6673", "#ffffff", "#f5f8f8") == DESIGN


@pytest.mark.parametrize("size", [32, 180, 512])
def test_an_icon_shows_the_number_over_snow(size: int) -> None:
    image = draw_icon(DESIGN, size)
    assert image.size == (size, size)
    assert image.getpixel((1, 1)) == (10, 102, 115)
    assert image.getpixel((size // 2, size - 1)) == (245, 248, 248)


def test_the_favicon_has_three_sizes() -> None:
    favicon = dict(icon_files(DESIGN))["favicon.ico"]()
    assert Image.open(io.BytesIO(favicon)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_a_manifest_is_in_the_language_of_its_edition(editions: tuple[Edition, ...]) -> None:
    for edition in editions:
        manifest = json.loads(render_manifest(edition, SITE, ADDRESSES, DESIGN))
        assert manifest["lang"] == edition.language.code
        assert manifest["start_url"] == f"/site/{edition.language.code}/"
        assert manifest["scope"] == "/site/"


def test_the_worker_caches_the_front_page_first_and_all_answers(editions: tuple[Edition, ...]) -> None:
    cached = cached_pages(editions[0], ADDRESSES)
    assert cached[0] == ADDRESSES.front("ru")
    assert {group.url for group in editions[0].faq} <= set(cached)


def test_the_workers_version_depends_on_the_cached_bytes(editions: tuple[Edition, ...]) -> None:
    def version(digest: str) -> object:
        return release_of(render_worker("", editions, ADDRESSES, KeptFiles([], {}), lambda _url: digest))[
            "version"
        ]

    assert version("one") == version("one") != version("other")
