"""External card renderers: CairoSVG, mkdocs-material's social plugin, satori with resvg.

They are installed once into a folder of their own; those that cannot be installed are skipped with a message.
mkdocs-material draws its own, simpler cards with the same titles.
"""

from __future__ import annotations

import json
import subprocess
import venv
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.cards.design import color_pair
from plugins.cards.font import FONT_DIR
from plugins.cards.scene import Box, TextMark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.cards.card_text import CardText
    from plugins.cards.scene import Scene

HERE = Path(__file__).parent
PACKAGES = ("cairosvg", "mkdocs-material[imaging]")
NODE_PACKAGES = ("satori", "@resvg/resvg-js")


class Timing(NamedTuple):
    """Cards per second of CPU time on one core, and the mean size of a picture in bytes."""

    name: str
    rate: float
    size: float


def install_python_peers(peers: Path) -> Path | None:
    """Install the Python peers into a virtual environment; return its interpreter, or None if that fails."""
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


def install_node_peers(peers: Path) -> bool:
    """Install satori and resvg with npm; return whether they are available."""
    try:
        if not (peers / "node" / "node_modules" / "satori").exists():
            (peers / "node").mkdir(parents=True, exist_ok=True)
            run(["npm", "install", "--silent", "--prefix", peers / "node", *NODE_PACKAGES])
    except (subprocess.CalledProcessError, OSError):
        print("left out: satori and resvg could not be installed")
        return False
    return True


def run(command: Sequence[str | Path], stdin: str | None = None, cwd: Path | None = None) -> str:
    """Run a command and return its standard output."""
    arguments = [str(argument) for argument in command]
    done = subprocess.run(arguments, input=stdin, cwd=cwd, capture_output=True, check=True, text=True)
    return done.stdout


CAIRO = """
import cairosvg, json, sys, time
pictures = json.load(sys.stdin)
cairosvg.svg2png(pictures[0].encode())
started = time.process_time()
sizes = [len(cairosvg.svg2png(picture.encode())) for picture in pictures]
print(json.dumps([len(pictures) / (time.process_time() - started), sum(sizes) / len(sizes)]))
"""


def measure_cairo(python: Path, pictures: list[str]) -> Iterator[Timing]:
    """Render the scenes as SVG with CairoSVG."""
    rate, size = json.loads(run([python, "-c", CAIRO], stdin=json.dumps(pictures)))
    yield Timing("CairoSVG", rate, size)


def measure_satori(peers: Path, scenes: Sequence[Scene], tokens: Mapping[str, str]) -> Iterator[Timing]:
    """Render the scenes as absolutely positioned boxes with satori, and its SVG with resvg."""
    marks = [
        [mark_to_json(mark, tokens) for mark in scene.marks if isinstance(mark, TextMark | Box)]
        for scene in scenes
    ]
    work = json.dumps({"fonts": str(FONT_DIR), "ground": tokens["ground"], "cards": marks})
    script = peers / "node" / "satori.mjs"
    script.write_text((HERE / "peers" / "satori.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    rate, size = json.loads(run(["node", script], stdin=work))
    yield Timing("satori + resvg", rate, size)


def css_color(color: tuple[int, int, int]) -> str:
    """A color in CSS notation."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def mark_to_json(mark: TextMark | Box, tokens: Mapping[str, str]) -> dict[str, Any]:
    """A mark in the format of `peers/satori.mjs`."""
    left, top, right, bottom = mark.bounds
    color = css_color(color_pair(tokens, mark.color)[0])
    if isinstance(mark, TextMark):
        weight = 700 if mark.weight == "Bold" else 400
        return {
            "text": mark.text,
            "x": mark.x,
            "y": top,
            "size": mark.size,
            "weight": weight,
            "color": color,
        }
    return {
        "x": left,
        "y": top,
        "w": max(0, right - left),
        "h": bottom - top,
        "r": mark.radius,
        "color": color,
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


def measure_mkdocs(python: Path, cards: Sequence[CardText], peers: Path) -> Iterator[Timing]:
    """Build mkdocs-material's social cards with these titles; subtract the time of a build without cards."""
    folder = peers / "mkdocs"
    docs, fonts = folder / "docs", folder / ".cache" / "plugin" / "social" / "fonts" / "Roboto"
    docs.mkdir(parents=True, exist_ok=True)
    fonts.mkdir(parents=True, exist_ok=True)
    for weight in ("Regular", "Bold"):
        (fonts / f"{weight}.ttf").write_bytes((FONT_DIR / f"Onest-{weight}.ttf").read_bytes())
    for number, card in enumerate(cards):
        head = f"title: {json.dumps(card.title)}\ndescription: {json.dumps(card.alt[:100])}"
        text = f"---\n{head}\n---\n\nText\n"
        (docs / f"{number or 'index'}.md").write_text(text, encoding="utf-8")
    try:
        without, with_cards = (
            float(run([python, "-c", MKDOCS, folder, plugin], cwd=folder).splitlines()[-1])
            for plugin in ("", "cards")
        )
    except (subprocess.CalledProcessError, IndexError):
        print("left out: mkdocs-material's social plugin did not run (it fetches its fonts)")
        return
    pictures = list((folder / "site" / "assets" / "images" / "social").rglob("*.png"))
    size = mean(picture.stat().st_size for picture in pictures) if pictures else 0.0
    yield Timing("mkdocs-material social", len(cards) / (with_cards - without), size)
