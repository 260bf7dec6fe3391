"""The same cards by other means: the same scenes through Pillow at twice the size, and through others."""

from __future__ import annotations

import time
from io import BytesIO
from statistics import mean
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from bench.card_strangers import by_cairo, by_mkdocs, by_satori, installed_node, installed_python, written
from plugins.cards.design import SHARE, color_pair
from plugins.cards.font import FONT_DIR
from plugins.cards.renderer import compose_scene
from plugins.cards.scene import Box, Ring, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.cards.card_text import CardText
    from plugins.cards.scene import Mark, Scene

TWICE = 2


def timings(
    posters: Sequence[CardText],
    tokens: Mapping[str, str],
    peers: Path,
    timing: Callable[[str, float, float], Any],
) -> Iterator[Any]:
    """Each peer that is there, on the same posters."""
    scenes = [compose_scene(poster, SHARE) for poster in posters]
    yield measured("Pillow, 2x supersampled RGB", lambda scene: supersampled(scene, tokens), scenes, timing)
    pictures = [svg(scene, tokens) for scene in scenes]
    python = installed_python(peers)
    if python:
        yield from by_cairo(python, pictures, timing)
        yield from by_mkdocs(python, posters, peers, timing)
    if installed_node(peers):
        yield from by_satori(peers, scenes, tokens, timing)


def measured(
    name: str,
    draw: Callable[[Scene], bytes],
    scenes: Sequence[Scene],
    timing: Callable[[str, float, float], Any],
) -> Any:  # noqa: ANN401 - the caller's own row
    """One peer within this process."""
    draw(scenes[0])
    started = time.process_time()
    sizes = [len(draw(scene)) for scene in scenes]
    return timing(name, len(scenes) / (time.process_time() - started), mean(sizes))


def supersampled(scene: Scene, tokens: Mapping[str, str]) -> bytes:
    """The naive way: everything twice as large in RGB, then made smaller."""
    size = (scene.format.width * TWICE, scene.format.height * TWICE)
    image = Image.new("RGB", size, tokens["ground"])
    pen = ImageDraw.Draw(image)
    for mark in scene.marks:
        colour = color_pair(tokens, mark.color)[0]
        twice(mark, pen, colour)
    file = BytesIO()
    image.resize((scene.format.width, scene.format.height), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def twice(mark: Mark, pen: ImageDraw.ImageDraw, colour: tuple[int, int, int]) -> None:
    """One mark at twice its size."""
    left, top, right, bottom = (round(edge * TWICE) for edge in mark.bounds)
    if isinstance(mark, Text):
        file, basic = FONT_DIR / f"Onest-{mark.weight}.ttf", ImageFont.Layout.BASIC
        font = ImageFont.truetype(file, mark.size * TWICE, layout_engine=basic)
        pen.text((mark.x * TWICE, mark.baseline * TWICE), mark.text, colour, font, anchor="ls")
    elif isinstance(mark, Box):
        pen.rounded_rectangle((left, top, max(left, right), bottom), mark.radius * TWICE, fill=colour)
    elif isinstance(mark, Ring):
        pen.ellipse((left, top, right, bottom), outline=colour, width=round(mark.width * TWICE))
    else:
        points = [(x * TWICE, y * TWICE) for x, y in mark.points]
        pen.polygon(points, fill=colour) if mark.filled else pen.line(
            points, fill=colour, width=mark.width * TWICE
        )


def svg(scene: Scene, tokens: Mapping[str, str]) -> str:
    """The same scene as SVG."""
    width, height = scene.format.width, scene.format.height
    body = "".join(element(mark, written(color_pair(tokens, mark.color)[0])) for mark in scene.marks)
    ground = f'<rect width="{width}" height="{height}" fill="{tokens["ground"]}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{ground}{body}</svg>'


def element(mark: Mark, colour: str) -> str:
    """One mark as an SVG element."""
    left, top, right, bottom = mark.bounds
    if isinstance(mark, Text):
        weight = mark.weight.lower().replace("regular", "normal")
        place = f'x="{mark.x}" y="{mark.baseline}" font-size="{mark.size}" font-weight="{weight}"'
        return f'<text {place} font-family="Onest, sans-serif" fill="{colour}">{escape(mark.text)}</text>'
    if isinstance(mark, Box):
        size = f'width="{max(0, right - left)}" height="{bottom - top}" rx="{mark.radius}"'
        return f'<rect x="{left}" y="{top}" {size} fill="{colour}"/>'
    if isinstance(mark, Ring):
        circle = f'cx="{mark.x}" cy="{mark.y}" r="{mark.radius}"'
        return f'<circle {circle} fill="none" stroke="{colour}" stroke-width="{mark.width}"/>'
    points = " ".join(f"{x},{y}" for x, y in mark.points)
    paint = (
        f'fill="{colour}"' if mark.filled else f'fill="none" stroke="{colour}" stroke-width="{mark.width}"'
    )
    return f'<polyline points="{points}" {paint}/>'
