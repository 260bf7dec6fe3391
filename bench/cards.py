"""Benchmark of drawing statistics cards against other renderers, in one run on one core.

    python -m bench.cards [FOLDER]      FOLDER holds the peers (CairoSVG, mkdocs-material, satori + resvg)

Every card has its own title and numbers. Peers that cannot be installed are skipped.
"""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bench import card_peers
from bench.card_external import Timing
from plugins.cards.card_cache import RenderJob, draw_cards
from plugins.cards.card_text import CardText, SiteLabel
from plugins.cards.compose_text import compose_card_text
from plugins.cards.design import FORMATS, SHARE, png_palette, read_palettes
from plugins.cards.renderer import draw_card
from plugins.figures.card_checks import Rules
from plugins.figures.figure_phrases import FigurePhrases
from plugins.figures.set_reader import read_figures
from plugins.figures.vocabulary import hedge_cases, read_vocabulary
from plugins.i18n.language import Language
from tests.building import DEMO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
WARM_CARDS, COLD_CARDS = 200, 36
VARIED_KINDS = frozenset({"number", "change", "bars", "share", "grid"})
MIN_VARIED_VALUE = 1000  # smaller numbers keep their width
WORDS = ("звонки", "обращения", "операторы", "вопросы", "регионы", "ответы", "выплаты", "запись", "врачи")


def main(peers: Path) -> None:
    """Measure all renderers and print a table."""
    palettes = read_palettes(ROOT / "theme" / "static" / "css" / "palette.css")
    day = png_palette(palettes["light"])
    cards = list(islice(variations(), WARM_CARDS))
    for card in cards[:20]:
        draw_card(card, SHARE, day)
    ours = measure("ours, every card different", lambda card: draw_card(card, SHARE, day), cards[20:])
    rows = [ours, *card_peers.measure_peers(cards[20:60], palettes["light"], peers)]
    print(f"{'1200x630, one core':34} {'cards/s':>8} {'KB':>6} {'ours is':>9}")
    for row in rows:
        print(f"{row.name:34} {row.rate:8.1f} {row.size / 1000:6.1f} {ours.rate / row.rate:8.1f}x")
    print(f"a new process, {COLD_CARDS} cards: {measure_cold_start():.2f} s of CPU")
    count, seconds = measure_cached(palettes)
    print(f"all {count} pictures of the site from the cache: {seconds * 1000:.0f} ms")


def variations() -> Iterator[CardText]:
    """The site's cards repeatedly, each time with another title and other numbers."""
    for turn, card in enumerate(cycle(site_cards())):
        word = WORDS[turn % len(WORDS)]
        title = f"{word.capitalize()} {WORDS[(turn * 7 + 3) % len(WORDS)]}: {turn * 7919 % 99991} за год"
        rows = tuple(
            replace(row, number=f"{(turn * 104729 + place * 7919) % 9_999_999:,}".replace(",", "\u202f"))
            if row.value >= MIN_VARIED_VALUE
            else row
            for place, row in enumerate(card.rows)
        )
        yield replace(card, title=title, rows=rows if card.kind in VARIED_KINDS else card.rows)


def site_cards() -> list[CardText]:
    """Every card of the site in Russian and English."""
    phrases = FigurePhrases((ROOT / "theme" / "phrases" / "figures",))
    codes = ("ru", "en")
    figures, _ = read_figures(DEMO / "figures", "content/figures", codes, Rules(hedge_cases(phrases, codes)))
    site = SiteLabel("122: коротко о главном", "122")
    return [
        compose_card_text(card, each.title[code], site, read_vocabulary(phrases, Language(code)))
        for code in codes
        for each in figures.sets.values()
        for card in each.cards
    ]


def measure(name: str, draw: Callable[[CardText], bytes], cards: list[CardText]) -> Timing:
    """Measure drawing the cards one after another."""
    started = time.process_time()
    sizes = [len(draw(card)) for card in cards]
    return Timing(name, len(cards) / (time.process_time() - started), mean(sizes))


def measure_cold_start() -> float:
    """CPU seconds of drawing in a new process, without imports."""
    code = f"from bench.cards import draw_first_cards; draw_first_cards({COLD_CARDS})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, text=True)
    return float(run.stdout)


def draw_first_cards(count: int) -> None:
    """Draw some cards and print the CPU seconds."""
    cards = list(islice(variations(), count))
    day = png_palette(read_palettes(ROOT / "theme" / "static" / "css" / "palette.css")["light"])
    started = time.process_time()
    for card, size in zip(cards, cycle(FORMATS), strict=False):
        draw_card(card, size, day)
    print(time.process_time() - started)


def measure_cached(palettes: dict[str, dict[str, str]]) -> tuple[int, float]:
    """The number of the site's pictures, and the seconds a build needs for them if all are cached."""
    jobs = [RenderJob(card, size, ("light",), "", 1) for card in site_cards() for size in FORMATS]
    with TemporaryDirectory() as cache:
        draw_cards(jobs, palettes, Path(cache))
        started = time.perf_counter()
        again = draw_cards(jobs, palettes, Path(cache))
        return len(again.pictures), time.perf_counter() - started


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".bench")
