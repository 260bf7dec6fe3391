"""How fast statistics cards are drawn, and by what others draw the same card: one run, one machine, one core.

    python -m bench.cards [FOLDER]      FOLDER keeps the peers (CairoSVG, mkdocs-material, satori + resvg)

Every card is another one: another title, other numbers. Peers that cannot be installed are left out.
"""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from bench import card_peers
from plugins.cards.card_cache import RenderJob, draw_cards
from plugins.cards.card_text import CardText, compose_card_text
from plugins.cards.design import FORMATS, SHARE, png_palette, read_palettes
from plugins.cards.renderer import draw_card
from plugins.figures.set_reader import read_figures
from plugins.figures.vocabulary import hedge_cases, read_vocabulary
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
WARM, COLD = 200, 36
WORDS = ("звонки", "обращения", "операторы", "вопросы", "регионы", "ответы", "выплаты", "запись", "врачи")


class Timing(NamedTuple):
    """Cards a second of one core's time, and the mean size of a picture in bytes."""

    name: str
    rate: float
    size: float


def main(peers: Path) -> None:
    """Draw, time, print."""
    palettes = read_palettes(ROOT / "theme" / "static" / "css" / "palette.css")
    day = png_palette(palettes["light"])
    posters = list(islice(variations(), WARM))
    for poster in posters[:20]:
        draw_card(poster, SHARE, day)
    ours = timed("ours, every card different", lambda poster: draw_card(poster, SHARE, day), posters[20:])
    rows = [ours, *card_peers.timings(posters[20:60], palettes["light"], peers, Timing)]
    print(f"{'1200x630, one core':34} {'cards/s':>8} {'KB':>6} {'ours is':>9}")
    for row in rows:
        print(f"{row.name:34} {row.rate:8.1f} {row.size / 1000:6.1f} {ours.rate / row.rate:8.1f}x")
    print(f"a new process, {COLD} cards: {cold():.2f} s of CPU")
    count, seconds = kept(palettes)
    print(f"all {count} pictures of the site kept from before: {seconds * 1000:.0f} ms")


def variations() -> Iterator[CardText]:
    """The site's own cards over and over, each time with another title and other numbers."""
    for turn, poster in enumerate(cycle(real_posters())):
        word = WORDS[turn % len(WORDS)]
        title = f"{word.capitalize()} {WORDS[(turn * 7 + 3) % len(WORDS)]}: {turn * 7919 % 99991} за год"
        rows = tuple(
            replace(row, number=f"{(turn * 104729 + place * 7919) % 9_999_999:,}".replace(",", "\u00a0"))
            if row.value >= 1000  # noqa: PLR2004 - small numbers keep their width
            else row
            for place, row in enumerate(poster.rows)
        )
        yield replace(
            poster, title=title, rows=rows if poster.kind in {"number", "bars", "share"} else poster.rows
        )


def real_posters() -> list[CardText]:
    """Every card of the site in Russian and English."""
    phrases = ROOT / "theme" / "phrases" / "figures"
    codes = ("ru", "en")
    figures, _ = read_figures(
        ROOT / "content" / "figures", "content/figures", codes, hedge_cases(phrases, codes)
    )
    return [
        compose_card_text(card, each.title[code], "122", read_vocabulary(phrases, Language(code)))
        for code in codes
        for each in figures.sets.values()
        for card in each.cards
    ]


def timed(name: str, draw: Callable[[CardText], bytes], posters: list[CardText]) -> Timing:
    """Draw them all, one after another."""
    started = time.process_time()
    sizes = [len(draw(poster)) for poster in posters]
    return Timing(name, len(posters) / (time.process_time() - started), mean(sizes))


def cold() -> float:
    """Seconds of CPU that drawing takes in a process that has never drawn, imports not counted."""
    code = f"from bench.cards import first_cards; first_cards({COLD})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, text=True)
    return float(run.stdout)


def first_cards(count: int) -> None:
    """Draw some cards and print how long it took."""
    posters = list(islice(variations(), count))
    day = png_palette(read_palettes(ROOT / "theme" / "static" / "css" / "palette.css")["light"])
    started = time.process_time()
    for poster, size in zip(posters, cycle(FORMATS), strict=False):
        draw_card(poster, size, day)
    print(time.process_time() - started)


def kept(palettes: dict[str, dict[str, str]]) -> tuple[int, float]:
    """How many pictures the site has, and how long a build spends on them when none has changed."""
    orders = [RenderJob(poster, size, ("light",), "", 1) for poster in real_posters() for size in FORMATS]
    with TemporaryDirectory() as shelf:
        draw_cards(orders, palettes, Path(shelf))
        started = time.perf_counter()
        again = draw_cards(orders, palettes, Path(shelf))
        return len(again.pictures), time.perf_counter() - started


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".bench")
