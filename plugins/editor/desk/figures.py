"""The figures in the desk: by title, with their cards and sentences; corrected; made of a table."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct, to_builtins

from plugins.editor.acts.figure_act import correct_figure
from plugins.editor.acts.figure_effects import compare_figures
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, problem_records, read_json
from plugins.editor.desk.figure_entries import FigureEntry, figure_entry

if TYPE_CHECKING:
    from starlette.routing import Route

    from plugins.content.card_registry import CardRegistry
    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.figures.model import Card, FigureSet


class CardEntry(Struct, frozen=True):
    """A card: its title and its picture by language, and the figures that it states."""

    address: str
    titles: dict[str, str]
    pictures: dict[str, str]
    figures: tuple[FigureEntry, ...]


class SetEntry(Struct, frozen=True):
    """A set of figures: its name, its titles, the cards."""

    name: str
    titles: dict[str, str]
    cards: tuple[CardEntry, ...]


class CorrectionArgs(Struct, frozen=True):
    """The right number as typed, and why it was wrong by language; `state` is what was looked at."""

    address: str
    value: str
    why: dict[str, str]
    state: str = ""


def routes(desk: Desk) -> list[Route]:
    """The routes of the figures."""
    figures = _Figures(desk)
    return [
        api.get("figures", figures.entries),
        api.post("figures/look", figures.look),
        api.post("figures/correct", figures.correct),
    ]


class _Figures:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def entries(self, _asked: ApiRequest) -> dict[str, list[SetEntry]]:
        """Every set, those read last in the year first."""
        context = self.desk.act_context()
        sets = context.loaded.content.cards.texts.figure_renderer.figures.sets.values()
        return {"sets": [_set_entry(each, context) for each in sorted(sets, key=_newest, reverse=True)]}

    def look(self, asked: ApiRequest) -> dict[str, object]:
        """The pages, cards and entries of feeds that a correction changes."""
        context = self.desk.act_context()
        act = _act(asked, context)
        effects = compare_figures(act, context.options)
        errors = problem_records(effects.errors, asked.language)
        return {**to_builtins(effects), "errors": errors, "state": act.state}

    def correct(self, asked: ApiRequest) -> dict[str, list[str]]:
        """Write the correction that was looked at; 409 if the file is another one by now."""
        context = self.desk.act_context()
        act = _act(asked, context)
        if act.state != read_json(asked, CorrectionArgs).state:
            raise ApiError(HTTPStatus.CONFLICT, "figures.changed")
        errors = problem_records(compare_figures(act, context.options).errors, asked.language)
        if errors:
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "figures.refused", {"errors": errors})
        return {"paths": self.desk.workspace.perform(act)}


def _act(asked: ApiRequest, context: ActContext) -> Act:
    args = read_json(asked, CorrectionArgs)
    return correct_figure(args.address, args.value, args.why, context)


def _newest(figures: FigureSet) -> str:
    return max((f"{card.as_of}" for card in figures.cards), default="")


def _set_entry(figures: FigureSet, context: ActContext) -> SetEntry:
    cards = tuple(_card_entry(card, context) for card in figures.cards)
    return SetEntry(figures.name, dict(figures.title), cards)


def _card_entry(card: Card, context: ActContext) -> CardEntry:
    registry = context.loaded.content.cards
    figures = tuple(figure_entry(figure, context) for figure in card.own_figures)
    return CardEntry(card.address, dict(card.title), dict(_pictures(card, registry, context)), figures)


def _pictures(card: Card, registry: CardRegistry, context: ActContext) -> dict[str, str]:
    """Addresses in the preview."""
    pictures = {code: registry.card_picture(card, code) for code in context.options.languages}
    return {code: picture.url for code, picture in pictures.items() if picture}
