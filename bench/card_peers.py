"""The same cards by other means: the same scene through Pillow at twice the size, CairoSVG, satori with resvg.

mkdocs-material's social plugin draws its own, simpler card; it is given the same titles.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from io import BytesIO
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from plugins.cards import SHARE
from plugins.cards.draw import scene_of
from plugins.cards.face import FONTS
from plugins.cards.marks import Box, Ring, Text
from plugins.cards.palette import colours_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from plugins.cards import Poster
    from plugins.cards.marks import Mark, Scene

HERE = Path(__file__).parent
TWICE = 2
PACKAGES = ("cairosvg", "mkdocs-material[imaging]")
NODE_PACKAGES = ("satori", "@resvg/resvg-js")


def timings(
    posters: Sequence[Poster],
    tokens: Mapping[str, str],
    peers: Path,
    timing: Callable[[str, float, float], Any],
) -> Iterator[Any]:
    """Each peer that is there, on the same posters."""
    scenes = [scene_of(poster, SHARE) for poster in posters]
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
        colour = colours_of(tokens, mark.ink)[0]
        twice(mark, pen, colour)
    file = BytesIO()
    image.resize((scene.format.width, scene.format.height), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def twice(mark: Mark, pen: ImageDraw.ImageDraw, colour: tuple[int, int, int]) -> None:
    """One mark at twice its size."""
    left, top, right, bottom = (round(edge * TWICE) for edge in mark.bounds)
    if isinstance(mark, Text):
        font = ImageFont.truetype(FONTS / f"Onest-{mark.weight}.ttf", mark.size * TWICE)
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
    body = "".join(element(mark, "#%02x%02x%02x" % colours_of(tokens, mark.ink)[0]) for mark in scene.marks)
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


def installed_python(peers: Path) -> Path | None:
    """The interpreter that has the Python peers, made once; nothing where they cannot be had."""
    python = peers / "venv" / "bin" / "python"
    try:
        if not python.exists():
            venv.create(peers / "venv", with_pip=True)
            run([python, "-m", "pip", "install", "--quiet", *PACKAGES])
        run([python, "-c", "import cairosvg, material"])
    except (subprocess.CalledProcessError, OSError):
        print("left out: CairoSVG and mkdocs-material could not be installed")
        return None
    return python


def installed_node(peers: Path) -> bool:
    """Whether satori and resvg are there, installed once where npm can."""
    try:
        if not (peers / "node" / "node_modules" / "satori").exists():
            (peers / "node").mkdir(parents=True, exist_ok=True)
            run(["npm", "install", "--silent", "--prefix", peers / "node", *NODE_PACKAGES])
    except (subprocess.CalledProcessError, OSError):
        print("left out: satori and resvg could not be installed")
        return False
    return True


def run(command: Sequence[str | Path], **asked: Any) -> str:  # noqa: ANN401 - handed on to subprocess
    """What a command prints."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, check=True, text=True, **asked
    )
    return done.stdout


CAIRO = """
import cairosvg, json, sys, time
pictures = json.load(sys.stdin)
cairosvg.svg2png(pictures[0].encode())
started = time.process_time()
sizes = [len(cairosvg.svg2png(picture.encode())) for picture in pictures]
print(json.dumps([len(pictures) / (time.process_time() - started), sum(sizes) / len(sizes)]))
"""


def by_cairo(python: Path, pictures: list[str], timing: Callable[[str, float, float], Any]) -> Iterator[Any]:
    """The scenes as SVG through CairoSVG."""
    rate, size = json.loads(run([python, "-c", CAIRO], input=json.dumps(pictures)))
    yield timing("CairoSVG", rate, size)


def by_satori(
    peers: Path,
    scenes: Sequence[Scene],
    tokens: Mapping[str, str],
    timing: Callable[[str, float, float], Any],
) -> Iterator[Any]:
    """The scenes as absolutely placed boxes through satori, its SVG through resvg."""
    marks = [[flat(mark, tokens) for mark in scene.marks if isinstance(mark, Text | Box)] for scene in scenes]
    work = json.dumps({"fonts": str(FONTS), "ground": tokens["ground"], "cards": marks})
    script = peers / "node" / "satori.mjs"
    script.write_text((HERE / "peers" / "satori.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    rate, size = json.loads(run(["node", script], input=work))
    yield timing("satori + resvg", rate, size)


def flat(mark: Text | Box, tokens: Mapping[str, str]) -> dict[str, Any]:
    """A mark as satori's script reads it."""
    left, top, right, bottom = mark.bounds
    colour = "#%02x%02x%02x" % colours_of(tokens, mark.ink)[0]
    if isinstance(mark, Text):
        weight = 700 if mark.weight == "Bold" else 400
        return {
            "text": mark.text,
            "x": mark.x,
            "y": top,
            "size": mark.size,
            "weight": weight,
            "colour": colour,
        }
    return {
        "x": left,
        "y": top,
        "w": max(0, right - left),
        "h": bottom - top,
        "r": mark.radius,
        "colour": colour,
    }


MKDOCS = """
import json, sys, time, logging
from pathlib import Path
from mkdocs.config import load_config
from mkdocs.commands.build import build
logging.disable(logging.CRITICAL)
folder, cards = Path(sys.argv[1]), sys.argv[2] == "cards"
plugins = [{"social": {"cache": False, "concurrency": 1}}] if cards else []
config = load_config(site_name="122", site_url="https://122.example/", docs_dir=str(folder / "docs"),
    site_dir=str(folder / "site"), theme={"name": "material", "language": "ru"}, plugins=plugins)
started = time.process_time()
config.plugins.run_event("startup", command="build", dirty=False)
build(config)
print(time.process_time() - started)
"""


def by_mkdocs(
    python: Path, posters: Sequence[Poster], peers: Path, timing: Callable[[str, float, float], Any]
) -> Iterator[Any]:
    """mkdocs-material's social cards with these titles: a build with cards less a build without."""
    folder = peers / "mkdocs"
    docs, fonts = folder / "docs", folder / ".cache" / "plugin" / "social" / "fonts" / "Roboto"
    docs.mkdir(parents=True, exist_ok=True)
    fonts.mkdir(parents=True, exist_ok=True)
    for weight in ("Regular", "Bold"):
        (fonts / f"{weight}.ttf").write_bytes((FONTS / f"Onest-{weight}.ttf").read_bytes())
    for number, poster in enumerate(posters):
        text = f"---\ntitle: {json.dumps(poster.title)}\ndescription: {json.dumps(poster.alt[:100])}\n---\n\nText\n"
        (docs / f"{number or 'index'}.md").write_text(text, encoding="utf-8")
    try:
        with_cards, without = (
            float(run([python, "-c", MKDOCS, folder, asked], cwd=folder).splitlines()[-1])
            for asked in ("cards", "")
        )
    except (subprocess.CalledProcessError, IndexError):
        print("left out: mkdocs-material's social plugin did not run (it fetches its fonts)", file=sys.stderr)
        return
    made = list((folder / "site").rglob("assets/images/social/**/*.png")) or list(
        (folder / "site").rglob("*.png")
    )
    size = mean(picture.stat().st_size for picture in made) if made else 0.0
    yield timing("mkdocs-material social", len(posters) / (with_cards - without), size)
