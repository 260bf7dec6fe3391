"""The peers that are not Python-and-Pillow: CairoSVG, mkdocs-material's social plugin, satori with resvg.

They are installed once into a folder of their own; what cannot be had is left out, and said so.
mkdocs-material draws its own, simpler card; it is given the same titles.
"""

from __future__ import annotations

import json
import subprocess
import venv
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from plugins.cards.design import color_pair
from plugins.cards.font import FONT_DIR
from plugins.cards.scene import Box, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from plugins.cards.card_text import CardText
    from plugins.cards.scene import Scene

HERE = Path(__file__).parent
PACKAGES = ("cairosvg", "mkdocs-material[imaging]")
NODE_PACKAGES = ("satori", "@resvg/resvg-js")


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
    words = [str(word) for word in command]
    return str(subprocess.run(words, capture_output=True, check=True, text=True, **asked).stdout)


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
    work = json.dumps({"fonts": str(FONT_DIR), "ground": tokens["ground"], "cards": marks})
    script = peers / "node" / "satori.mjs"
    script.write_text((HERE / "peers" / "satori.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    rate, size = json.loads(run(["node", script], input=work))
    yield timing("satori + resvg", rate, size)


def written(colour: tuple[int, int, int]) -> str:
    """A colour as CSS has it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def flat(mark: Text | Box, tokens: Mapping[str, str]) -> dict[str, Any]:
    """A mark as satori's script reads it."""
    left, top, right, bottom = mark.bounds
    colour = written(color_pair(tokens, mark.color)[0])
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
Path("mkdocs.yml").write_text("site_name: a")
config = load_config("mkdocs.yml", site_name="122", site_url="https://122.example/",
    docs_dir=str(folder / "docs"),
    site_dir=str(folder / "site"), theme={"name": "material", "language": "ru"}, plugins=plugins)
started = time.process_time()
config.plugins.run_event("startup", command="build", dirty=False)
build(config)
print(time.process_time() - started)
"""


def by_mkdocs(
    python: Path, posters: Sequence[CardText], peers: Path, timing: Callable[[str, float, float], Any]
) -> Iterator[Any]:
    """mkdocs-material's social cards with these titles: a build with cards less a build without."""
    folder = peers / "mkdocs"
    docs, fonts = folder / "docs", folder / ".cache" / "plugin" / "social" / "fonts" / "Roboto"
    docs.mkdir(parents=True, exist_ok=True)
    fonts.mkdir(parents=True, exist_ok=True)
    for weight in ("Regular", "Bold"):
        (fonts / f"{weight}.ttf").write_bytes((FONT_DIR / f"Onest-{weight}.ttf").read_bytes())
    for number, poster in enumerate(posters):
        head = f"title: {json.dumps(poster.title)}\ndescription: {json.dumps(poster.alt[:100])}"
        text = f"---\n{head}\n---\n\nText\n"
        (docs / f"{number or 'index'}.md").write_text(text, encoding="utf-8")
    try:
        without, with_cards = (
            float(run([python, "-c", MKDOCS, folder, asked], cwd=folder).splitlines()[-1])
            for asked in ("", "cards")
        )
    except (subprocess.CalledProcessError, IndexError):
        print("left out: mkdocs-material's social plugin did not run (it fetches its fonts)")
        return
    made = list((folder / "site" / "assets" / "images" / "social").rglob("*.png"))
    size = mean(picture.stat().st_size for picture in made) if made else 0.0
    yield timing("mkdocs-material social", len(posters) / (with_cards - without), size)
