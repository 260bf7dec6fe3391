"""Renders the same scenes with other tools: Pillow with 2x supersampling, and external renderers."""

from __future__ import annotations

import time
from io import BytesIO
from statistics import mean
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from bench.card_external import (
    Timing,
    css_color,
    install_node_peers,
    install_python_peers,
    measure_cairo,
    measure_mkdocs,
    measure_satori,
)
from plugins.cards.design import SHARE, color_pair
from plugins.cards.font import FONT_DIR
from plugins.cards.layout import compose_scene
from plugins.cards.scene import Box, Ring, TextMark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.cards.card_text import CardText
    from plugins.cards.scene import Mark, Scene

OVERSAMPLE = 2


def measure_peers(cards: Sequence[CardText], tokens: Mapping[str, str], peers: Path) -> Iterator[Timing]:
    """Measure every available peer with the same cards."""
    scenes = [compose_scene(card, SHARE) for card in cards]
    yield measure_peer("Pillow, 2x supersampled RGB", lambda scene: draw_supersampled(scene, tokens), scenes)
    pictures = [scene_to_svg(scene, tokens) for scene in scenes]
    python = install_python_peers(peers)
    if python:
        yield from measure_cairo(python, pictures)
        yield from measure_mkdocs(python, cards, peers)
    if install_node_peers(peers):
        yield from measure_satori(peers, scenes, tokens)


def measure_peer(name: str, draw: Callable[[Scene], bytes], scenes: Sequence[Scene]) -> Timing:
    """Measure a peer that runs in this process."""
    draw(scenes[0])
    started = time.process_time()
    sizes = [len(draw(scene)) for scene in scenes]
    return Timing(name, len(scenes) / (time.process_time() - started), mean(sizes))


def draw_supersampled(scene: Scene, tokens: Mapping[str, str]) -> bytes:
    """Draw everything in RGB at twice the size, then scale down."""
    size = (scene.format.width * OVERSAMPLE, scene.format.height * OVERSAMPLE)
    image = Image.new("RGB", size, tokens["ground"])
    pen = ImageDraw.Draw(image)
    for mark in scene.marks:
        color = color_pair(tokens, mark.color)[0]
        draw_mark(mark, pen, color)
    file = BytesIO()
    image.resize((scene.format.width, scene.format.height), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def draw_mark(mark: Mark, pen: ImageDraw.ImageDraw, color: tuple[int, int, int]) -> None:
    """Draw one mark at twice its size."""
    left, top, right, bottom = (round(edge * OVERSAMPLE) for edge in mark.bounds)
    if isinstance(mark, TextMark):
        file, basic = FONT_DIR / f"Onest-{mark.weight}.ttf", ImageFont.Layout.BASIC
        font = ImageFont.truetype(file, mark.size * OVERSAMPLE, layout_engine=basic)
        pen.text((mark.x * OVERSAMPLE, mark.baseline * OVERSAMPLE), mark.text, color, font, anchor="ls")
    elif isinstance(mark, Box):
        pen.rounded_rectangle((left, top, max(left, right), bottom), mark.radius * OVERSAMPLE, fill=color)
    elif isinstance(mark, Ring):
        pen.ellipse((left, top, right, bottom), outline=color, width=round(mark.width * OVERSAMPLE))
    else:
        points = [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in mark.points]
        pen.polygon(points, fill=color) if mark.filled else pen.line(
            points, fill=color, width=mark.width * OVERSAMPLE
        )


def scene_to_svg(scene: Scene, tokens: Mapping[str, str]) -> str:
    """The same scene as SVG."""
    width, height = scene.format.width, scene.format.height
    body = "".join(mark_to_svg(mark, css_color(color_pair(tokens, mark.color)[0])) for mark in scene.marks)
    ground = f'<rect width="{width}" height="{height}" fill="{tokens["ground"]}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{ground}{body}</svg>'


def mark_to_svg(mark: Mark, color: str) -> str:
    """A mark as an SVG element."""
    left, top, right, bottom = mark.bounds
    if isinstance(mark, TextMark):
        weight = mark.weight.lower().replace("regular", "normal")
        place = f'x="{mark.x}" y="{mark.baseline}" font-size="{mark.size}" font-weight="{weight}"'
        return f'<text {place} font-family="Onest, sans-serif" fill="{color}">{escape(mark.text)}</text>'
    if isinstance(mark, Box):
        size = f'width="{max(0, right - left)}" height="{bottom - top}" rx="{mark.radius}"'
        return f'<rect x="{left}" y="{top}" {size} fill="{color}"/>'
    if isinstance(mark, Ring):
        circle = f'cx="{mark.x}" cy="{mark.y}" r="{mark.radius}"'
        return f'<circle {circle} fill="none" stroke="{color}" stroke-width="{mark.width}"/>'
    points = " ".join(f"{x},{y}" for x, y in mark.points)
    paint = f'fill="{color}"' if mark.filled else f'fill="none" stroke="{color}" stroke-width="{mark.width}"'
    return f'<polyline points="{points}" {paint}/>'
