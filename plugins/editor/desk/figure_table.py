"""A table that was pasted, dropped or chosen becomes a set of figures: what was understood is shown first."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from plugins.content.figure_renderer import figure_languages
from plugins.diagnostics.field_reader import UNWRITTEN
from plugins.editor.acts.act import Act
from plugins.editor.acts.figure_set_act import FigureSetFile
from plugins.editor.acts.item_edit import ActContext
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, sentence
from plugins.editor.desk.figure_set import new_errors
from plugins.editor.new import SAMPLE_UNIT, NewItem
from plugins.editor.new_figures import TableArgs, cards_from_table, figures_from_table
from plugins.editor.report import load_ui_text
from plugins.figures.figure_reader import NO_UNIT
from plugins.figures.model import PERCENT
from plugins.figures.spreadsheet import MAX_BYTES
from plugins.i18n.dates import DateError, parse_date
from plugins.model.content_path import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from starlette.routing import Route

    from plugins.content.options import BuildOptions
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.new_figures import TableFiles
    from plugins.figures.model import Unit


class TableWords(Struct, frozen=True):
    """What an editor says of a table: titles by language, unit, source and its day, sheet, year, names.

    With `into`, the name of a set, its cards are added there, and `source` is the key of a source there.
    """

    titles: dict[str, str] = {}
    unit: str = ""
    source: str = ""
    day: str = ""
    sheet: str = ""
    year: str = ""
    labels: dict[str, dict[str, str]] = {}
    into: str = ""


class TablePlan(Struct, frozen=True):
    """What was understood, the names to translate, the languages, the files; what is still `lacking`."""

    understood: tuple[str, ...]
    labels: tuple[str, ...]
    languages: tuple[str, ...]
    files: tuple[str, ...]
    lacking: str
    written: bool = False


def routes(desk: Desk) -> list[Route]:
    """The routes of tables: bytes are sent, with `words` (JSON), the file's `name`, and `write` to write."""
    return [
        api.get("figures/units", lambda asked: _units(desk, asked)),
        api.post("figures/table", _Tables(desk)),
    ]


def _units(desk: Desk, asked: ApiRequest) -> dict[str, list[dict[str, str]]]:
    """The units to choose from, by the words of the editor's language where there are some."""
    figures = desk.loader.load().result.content.cards.texts.figure_renderer.figures
    known = {each.unit.key: each.unit for each in figures.figures.values()}
    named = {key: _in_words(unit, asked.language) for key, unit in known.items()}
    named |= {
        NO_UNIT: asked.texts.text("figures.unit-none"),
        PERCENT.key: asked.texts.text("figures.unit-percent"),
    }
    named.setdefault(SAMPLE_UNIT, asked.texts.text("figures.unit-call"))
    return {
        "units": [{"key": key, "name": name} for key, name in sorted(named.items(), key=lambda it: it[1])]
    }


def _in_words(unit: Unit, language: str) -> str:
    forms = unit.forms.get(language, {})
    return forms.get("one") or next(iter(forms.values()), unit.key)


class _Tables:
    """Reads a table that was sent, and writes its set."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self, asked: ApiRequest) -> TablePlan:
        """What a table was taken for; with `write` its files are written."""
        options = self.desk.options()
        words = _words(asked)
        found = self._read(asked, words, options)
        languages = figure_languages(options.figure_phrases, options.languages)
        lacking = next(_lacking(words, found, languages, asked), "")
        is_written = bool(asked.query.get("write")) and not lacking
        files = (f"figures/{words.into}.yaml",) if words.into else tuple(found.files)
        if is_written:
            act = self._additions(words.into, found) if words.into else _creation(found)
            self._refuse_broken(act, asked)
            self.desk.workspace.perform(act)
        return TablePlan(found.understood, found.labels, languages, files, lacking, is_written)

    def _additions(self, name: str, found: TableFiles) -> Act:
        return self._set(name).add_cards(found.files[""].splitlines())

    def _set(self, name: str) -> FigureSetFile:
        self.desk.workspace.path(f"figures/{name}.yaml")
        return FigureSetFile(name, self.desk.options())

    def _refuse_broken(self, act: Act, asked: ApiRequest) -> None:
        """Raise `ApiError` with what would stop the build: nobody could mend it here."""
        loaded = self.desk.loader.load()
        if errors := list(new_errors(act, ActContext(loaded.result, loaded.options))):
            told = " ".join(sentence(each, asked.language) for each in errors)
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "figures.table-refused", told=told)

    def _read(self, asked: ApiRequest, words: TableWords, options: BuildOptions) -> TableFiles:
        """Read the table from a file of its own name; raises `ContentError` with its cells."""
        if len(asked.body) > MAX_BYTES:
            raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "errors.body-large")
        folder = options.cache / f"desk-table-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        suffix = ".xlsx" if asked.query.get("name", "").lower().endswith((".xlsx", ".xlsm")) else ".csv"
        file = folder / f"table{suffix}"
        try:
            file.write_bytes(asked.body)
            item = NewItem("figures", words.titles, _day(words) or options.today)
            args = TableArgs(str(file), words.sheet, words.unit, words.source, _year(words), words.labels)
            texts = load_ui_text(asked.language)
            if words.into:
                taken = frozenset(self._set(words.into).card_ids())
                return cards_from_table(item, args, taken, options, texts)
            return figures_from_table(item, args, options, texts)
        finally:
            file.unlink(missing_ok=True)
            folder.rmdir()


def _creation(found: TableFiles) -> Act:
    files = {path: text.encode() for path, text in found.files.items()}
    return Act(files=files, before=dict.fromkeys(files))


def _words(asked: ApiRequest) -> TableWords:
    try:
        return msgspec.json.decode(asked.query.get("words", "{}"), type=TableWords)
    except msgspec.DecodeError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name=str(error)) from error


def _day(words: TableWords) -> dt.date | None:
    """When the source was published; None if nobody has said it yet."""
    try:
        return parse_date(words.day) if words.day.strip() else None
    except DateError as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "new.bad-date", date=words.day) from error


def _year(words: TableWords) -> int:
    year = words.year.strip()
    if not year:
        return 0
    if not year.isdecimal() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "new.bad-year", year=year)
    return int(year)


def _lacking(
    words: TableWords, found: TableFiles, languages: tuple[str, ...], asked: ApiRequest
) -> Iterator[str]:
    """What must still be said before the set can be written, in sentences."""
    if not all(words.titles.get(code, "").strip() for code in languages):
        yield asked.texts.text("figures.lacking-title")
    if not words.source.strip():
        yield asked.texts.text("figures.lacking-source")
    if not words.day.strip() and not words.into:
        yield asked.texts.text("figures.lacking-day")
    if any(json.dumps(UNWRITTEN, ensure_ascii=False) in text for text in found.files.values()):
        yield asked.texts.text("figures.lacking-names")
