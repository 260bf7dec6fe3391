"""`brand.logo` in `site.yaml`: a small picture of `content/public/` whose size is known."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from plugins.content.site_config import read_site_config
from plugins.diagnostics.problem import message_languages
from plugins.model.config import Logo
from tests.building import NOW, ROOT, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.model.config import SiteConfig

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0h9v9z"/></svg>'
SIZED = SVG.format('width="120" height="60px"').encode()
SAFETY = "safety: {exit: 'https://weather.example/', title: {ru: Заметки, en: Notes}}\n"


def picture(kind: str, size: tuple[int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, kind)
    return buffer.getvalue()


def site_with(folder: Path, logo: str, files: dict[str, str | bytes], more: str = "") -> Path:
    content = content_of(folder, {f"public/{name}": file for name, file in files.items()})
    with (content / "site.yaml").open("a", encoding="utf-8") as config:
        config.write(f"\nbrand: {{logo: {logo}}}\n{more}")
    return content


def read(content: Path) -> tuple[SiteConfig, tuple[Problem, ...]]:
    return read_site_config(content, "content", ROOT / "theme")


@pytest.mark.parametrize(
    ("name", "file", "size", "shown"),
    [
        ("logo.svg", SIZED, (120, 60), (80, 40)),
        ("logo.svg", SVG.format('viewBox="0 0 24 24"').encode(), (24, 24), (24, 24)),
        ("logo.svg", SVG.format('width="100%" viewBox="0,0 30.5,61"').encode(), (30.5, 61), (20, 40)),
        ("logo.png", picture("PNG", (400, 100)), (400, 100), (160, 40)),
        ("img/logo.webp", picture("WEBP", (50, 200)), (50, 200), (10, 40)),
    ],
)
def test_a_logo_is_shown_at_most_40_pixels_high(
    name: str, file: bytes, size: tuple[float, float], shown: tuple[int, int], tmp_path: Path
) -> None:
    config, problems = read(site_with(tmp_path, name, {name: file}))
    assert problems == ()
    assert config.brand.logo == Logo(name, *size)
    assert config.brand.logo.size == shown


@pytest.mark.parametrize(
    ("name", "files", "code"),
    [
        ("logo.svg", {}, "site-logo-missing"),
        ("logo.jpg", {"logo.jpg": b"x"}, "site-logo-type"),
        ("../site.yaml", {}, "site-logo-type"),
        ("../../logo.svg", {}, "site-logo-type"),
        ("'https://cdn.example/logo.svg'", {}, "site-logo-missing"),
        ("logo.svg", {"logo.svg": b" " * 50_001}, "site-logo-heavy"),
        ("logo.svg", {"logo.svg": b"<svg"}, "site-logo-unreadable"),
        ("logo.svg", {"logo.svg": SVG.format("").encode()}, "site-logo-unreadable"),
        ("logo.svg", {"logo.svg": SVG.format('width="0" height="0"').encode()}, "site-logo-unreadable"),
        (
            "logo.svg",
            {"logo.svg": SVG.format('width="9" height="9" onload="x()"').encode()},
            "site-logo-unreadable",
        ),
        ("logo.png", {"logo.png": b"\x89PNG broken"}, "site-logo-unreadable"),
        ("logo.png", {"logo.png": picture("WEBP", (9, 9))}, "site-logo-unreadable"),
        ("logo.png", {"logo.png": picture("PNG", (4001, 1001))}, "site-logo-unreadable"),
        ("logo.png", {"logo.png": picture("PNG", (401, 100))}, "site-logo-wide"),
        ("[a, b]", {}, "value-text"),
    ],
)
def test_what_cannot_be_shown_is_reported(
    name: str, files: dict[str, str | bytes], code: str, tmp_path: Path
) -> None:
    config, problems = read(site_with(tmp_path, name, files))
    assert [found.code for found in problems] == [code]
    assert config.brand.logo is None
    for language in message_languages():
        assert re.fullmatch(r"content/site\.yaml:\d+: \S.*\. \S.*\.?", problems[0].format(language))


def test_a_site_with_safety_shows_no_logo_and_says_so(tmp_path: Path) -> None:
    config, problems = read(site_with(tmp_path, "logo.svg", {"logo.svg": SIZED}, SAFETY))
    assert [found.code for found in problems] == ["site-logo-safety"]
    assert config.brand.logo is None


@pytest.mark.parametrize("more", ["", SAFETY], ids=["plain", "safety"])
def test_pages_show_the_logo_unless_being_seen_is_dangerous(more: str, tmp_path: Path) -> None:
    content = site_with(tmp_path, "logo.svg", {"logo.svg": SIZED}, more)
    folders = ("--content", content, "--output", tmp_path / "out", "--cache", tmp_path / "cache")
    built = inv("build", *folders, "--now", NOW.isoformat(), "--no-search")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "out" / "en" / "index.html").read_text(encoding="utf-8")
    image = '<img class="brand-logo" src="/logo.svg" alt="" width="80" height="40">'
    style = next((tmp_path / "out" / "static").glob("site.*.css")).read_text(encoding="utf-8")
    assert (
        (image in page)
        == ("brand-logo" in style)
        == ('"logo":"https://122.example/logo.svg"' in page)
        == (not more)
    )
    worker = (tmp_path / "out" / "worker.js").read_text(encoding="utf-8")
    assert ('"/logo.svg"' in worker) == (not more)
