"""One set of figures in the desk: opened, edited with its cards drawn as they would be, cards deleted."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.load import load_site
from plugins.diagnostics.problem import Severity
from plugins.editor.acts.content_overlay import overlay_options
from plugins.editor.acts.figure_set_act import TABLE, Fields, FigureSetFile, SetChanges, source_key
from plugins.editor.acts.item_edit import ActContext
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, problem_records, read_json
from plugins.editor.desk.figure_entries import FigureEntry, figure_entry
from plugins.editor.desk.set_preview import DrawnSet, SetPreview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.routing import Route

    from plugins.content.options import BuildOptions
    from plugins.diagnostics.problem import Problem
    from plugins.editor.acts.act import Act
    from plugins.editor.acts.figure_rows import RowForm
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.figures.model import Card

UNNAMED = "+"
"""Begins the key of a source that is yet to be added."""


class EditedCard(Struct, frozen=True, kw_only=True):
    """A card: its texts, the kinds it can be, what a new row is asked for, its figures."""

    id: str
    fields: Fields
    kinds: tuple[str, ...]
    row: RowForm | None
    figures: tuple[FigureEntry, ...]


class OpenedSet(Struct, frozen=True, kw_only=True):
    """What a set's screen starts with; `table` is what a new line of its table is asked for."""

    name: str
    path: str
    state: str
    languages: tuple[str, ...]
    title: dict[str, str]
    sources: dict[str, Fields]
    cards: tuple[EditedCard, ...]
    table: RowForm | None


class SetArgs(Struct, frozen=True):
    """The set, what it should say, the card to delete; `state` is what was opened."""

    name: str
    changes: SetChanges = SetChanges()
    card: str = ""
    state: str = ""


def routes(desk: Desk) -> list[Route]:
    """The routes of a set."""
    sets = _Sets(desk)
    return [
        api.get("figures/set", sets.open),
        api.post("figures/set/look", sets.look),
        api.post("figures/set/write", sets.write),
        api.post("figures/set/delete", sets.delete),
    ]


class _Sets:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._preview = SetPreview()

    @property
    def context(self) -> ActContext:
        """The content as it is, with drafts."""
        loaded = self.desk.loader.load()
        return ActContext(loaded.result, loaded.options)

    def open(self, asked: ApiRequest) -> OpenedSet:
        """What a set says; raises `ContentError` if it cannot be read."""
        context, name = self.context, asked.text("name")
        file = self._file(name, context.options)
        renderer = context.loaded.content.cards.texts.figure_renderer
        known = renderer.figures.cards
        values = file.values
        return OpenedSet(
            name=name,
            path=file.path,
            state=file.state,
            languages=tuple({words.language.code: None for words in renderer.vocabularies.values()}),
            title=values.title,
            sources=values.sources,
            cards=tuple(
                EditedCard(
                    id=each,
                    fields=fields,
                    kinds=file.kinds(each),
                    row=file.row_form(each),
                    figures=_figures(known.get(f"{name}.{each}"), context),
                )
                for each, fields in values.cards.items()
            ),
            table=file.row_form(TABLE),
        )

    def look(self, asked: ApiRequest) -> DrawnSet:
        """The cards as they would be with changes, drawn; nothing is written."""
        args, context = read_json(asked, SetArgs), self.context
        act = self._edit(args, context)
        return self._preview.show(args.name, act, context, asked.language)

    def write(self, asked: ApiRequest) -> dict[str, object]:
        """Write the changes to the set that was opened; 422 with what would stop the build."""
        args, context = read_json(asked, SetArgs), self.context
        act = self._edit(args, context)
        self._refuse_changed(act, args)
        if errors := list(new_errors(act, context)):
            raise refused(errors, asked)
        return {"paths": self.desk.workspace.perform(act)}

    def delete(self, asked: ApiRequest) -> dict[str, object]:
        """Delete a card or the set; 422 with the items and sets that use it."""
        args, context = read_json(asked, SetArgs), self.context
        file = self._file(args.name, context.options)
        act = file.delete(args.card)
        self._refuse_changed(act, args)
        errors = list(new_errors(act, context))
        own = {f"{context.options.display_name}/{path}" for path in act.before}
        if uses := [each for each in errors if each.path not in own]:
            records = problem_records(uses, asked.language)
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "figures.in-use", {"errors": records})
        if errors:
            raise refused(errors, asked)
        return {"paths": self.desk.workspace.perform(act)}

    def _file(self, name: str, options: BuildOptions) -> FigureSetFile:
        self.desk.workspace.path(f"figures/{name}.yaml")
        return FigureSetFile(name, options)

    def _edit(self, args: SetArgs, context: ActContext) -> Act:
        file = self._file(args.name, context.options)
        return file.edit(_with_keys(args.changes, file))

    def _refuse_changed(self, act: Act, args: SetArgs) -> None:
        if act.state != args.state:
            raise ApiError(HTTPStatus.CONFLICT, "figures.set-changed")


def new_errors(act: Act, context: ActContext) -> Iterator[Problem]:
    """The errors that the content has with an act, and has not without it."""
    known = {(each.path, each.code, each.values) for each in context.loaded.problems}
    after = load_site(overlay_options(act, replace(context.options, progress=None)))
    for each in after.problems:
        if each.severity is Severity.ERROR and (each.path, each.code, each.values) not in known:
            yield each


def refused(errors: list[Problem], asked: ApiRequest) -> ApiError:
    """The refusal of what would stop the build, with its errors."""
    records = problem_records(errors, asked.language)
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "figures.set-refused", {"errors": records})


def _with_keys(changes: SetChanges, file: FigureSetFile) -> SetChanges:
    """The changes with keys for new sources, also where cards and rows name them."""
    known = file.values.sources
    keys = {
        key: source_key(fields, known) for key, fields in changes.sources.items() if key.startswith(UNNAMED)
    }
    return SetChanges(
        title=changes.title,
        sources={keys.get(key, key): fields for key, fields in changes.sources.items()},
        cards={
            card: {
                name: keys.get(said, said) if name == "source" and isinstance(said, str) else said
                for name, said in fields.items()
            }
            for card, fields in changes.cards.items()
        },
        rows={
            card: tuple(replace(each, source=keys.get(each.source, each.source)) for each in rows)
            for card, rows in changes.rows.items()
        },
    )


def _figures(card: Card | None, context: ActContext) -> tuple[FigureEntry, ...]:
    return tuple(figure_entry(each, context) for each in card.own_figures) if card else ()
