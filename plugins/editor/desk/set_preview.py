"""The cards of a set of figures as an edit would make them: read apart from the content, and drawn."""

from __future__ import annotations

import base64
import secrets
import shutil
import threading
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.cards.card_cache import RenderJob, card_name, draw_cards
from plugins.cards.design import SHARE
from plugins.content.card_registry import LIGHT
from plugins.content.card_texts import CardTexts
from plugins.content.figure_renderer import load_figures
from plugins.editor.desk.api import problem_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.content.figure_renderer import FigureRenderer
    from plugins.diagnostics.problem import Problem
    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.figures.model import Card

FOLDER = "desk-cards"


class CardPicture(Struct, frozen=True):
    """A drawn card: its address, or its bytes as one, and its alternative text."""

    url: str
    alt: str


class DrawnSet(Struct, frozen=True):
    """The cards of an edited set as they would be, by id and language, and what is wrong with it."""

    pictures: dict[str, dict[str, CardPicture]]
    problems: list[dict[str, object]]


class SetPreview:
    """Draws edited sets, one at a time: their pictures lie in one folder, where those of others go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def show(self, name: str, act: Act, context: ActContext, language: str) -> DrawnSet:
        """The set as it would be after the act, with the problems that it has not now."""
        with self._lock:
            renderer, found = _read(act, context)
            sets = renderer.figures.sets
            texts = context.loaded.content.cards.texts
            texts = CardTexts(renderer, texts.phrases, texts.topics, texts.site)
            pictures, unfit = _draw(sets[name].cards if name in sets else (), texts, context)
        known = {(each.path, each.code, each.values) for each in context.loaded.problems}
        problems = [each for each in (*found, *unfit) if (each.path, each.code, each.values) not in known]
        return DrawnSet(pictures, problem_records(problems, language))


def _read(act: Act, context: ActContext) -> tuple[FigureRenderer, Iterable[Problem]]:
    """The figures as they would be after the act."""
    options = context.options
    folder = options.cache / f"desk-set-{secrets.token_hex(6)}"
    try:
        shutil.copytree(options.content / "figures", folder / "figures")
        for path, content in act.files.items():
            (folder / path).write_bytes(content or b"")
        return load_figures(
            folder, options.display_name, options.figure_phrases, context.loaded.phrases, options.now.date()
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _draw(
    cards: tuple[Card, ...], texts: CardTexts, context: ActContext
) -> tuple[dict[str, dict[str, CardPicture]], tuple[Problem, ...]]:
    registry = context.loaded.content.cards
    jobs = {
        (card.address.partition(".")[2], code): RenderJob(
            texts.figure_card(card, code), SHARE, (LIGHT,), card.path, card.line
        )
        for card in cards
        if card.figures and all(card.title.values())
        for code in texts.figure_renderer.vocabularies
        if texts.has_drawn_figures(code)
    }
    drawn = draw_cards(jobs.values(), registry.palettes, context.options.cache / FOLDER)
    found: dict[str, dict[str, CardPicture]] = {}
    for (card, code), job in jobs.items():
        file = drawn.pictures.get(card_name(job.card, SHARE, LIGHT, registry.color_indexes[LIGHT]))
        if file:
            data = base64.b64encode(file.read_bytes()).decode()
            found.setdefault(card, {})[code] = CardPicture(f"data:image/png;base64,{data}", job.card.alt)
    return found, drawn.problems
