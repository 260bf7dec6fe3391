"""Create a set of figures from a spreadsheet: `./inv new figures --data calls.xlsx`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.figure_renderer import figure_languages
from plugins.diagnostics.field_reader import load_fields
from plugins.diagnostics.problem import ContentError, FileContext, message_languages, problem
from plugins.editor.new import SAMPLE_UNIT, UNITS_FILE, own_units, unusable_title
from plugins.editor.report import load_ui_text
from plugins.editor.slugs import slugify
from plugins.editor.table_csv import compose_table
from plugins.editor.table_set import SetTexts, compose_cards, compose_set
from plugins.figures.data_words import normalize_words
from plugins.figures.figure_reader import NO_UNIT, read_units
from plugins.figures.model import PERCENT
from plugins.figures.spreadsheet import TableError
from plugins.figures.table_reader import read_table
from plugins.figures.vocabulary import data_words
from plugins.figures.workbook import read_table_file
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plugins.content.options import BuildOptions
    from plugins.editor.new import NewItem
    from plugins.editor.report import UiText
    from plugins.figures.data_table import DataTable
    from plugins.figures.model import Unit
    from plugins.figures.spreadsheet import Grid

STEM_LETTERS = 4  # of a unit's word, the same in every case
MAX_NAMED = 6  # topics named in the summary


class TableArgs(Struct, frozen=True):
    """The options of `--data`, as typed; empty, or year 0, if not given.

    `labels` are the table's names in other languages, by the name in the table.
    """

    file: str
    sheet: str = ""
    unit: str = ""
    source: str = ""
    year: int = 0
    labels: Mapping[str, Mapping[str, str]] = {}


class TableFiles(Struct, frozen=True):
    """The files of a new set by path in the content folder, and what was understood, line by line.

    `labels` are the names of the table that each language has a word of its own for.
    """

    files: Mapping[str, str]
    understood: tuple[str, ...]
    labels: tuple[str, ...] = ()


def figures_from_table(item: NewItem, args: TableArgs, options: BuildOptions, texts: UiText) -> TableFiles:
    """Read a spreadsheet and compose its set; raises `ContentError` with its cells, and `OSError`."""
    file = Path(args.file)
    name = slugify(item.title or file.stem)
    if not name:
        raise unusable_title(item.title or file.stem, options)
    try:
        grid, table = _read_table(item, args, options)
        unit, units = _choose_unit(table, item, args, options)
        composed = compose_set(table, name, _said(item, args, unit, options), units, slugify)
    except TableError as error:
        raise _table_problems(args.file, [error]) from error
    files = {
        f"figures/{name}.yaml": composed,
        f"figures/{name}.csv": compose_table(table, *_csv_dialect(grid, options)),
    }
    return TableFiles(files, tuple(_understood(table, unit, texts)), _labels(table))


def cards_from_table(
    item: NewItem, args: TableArgs, taken: frozenset[str], options: BuildOptions, texts: UiText
) -> TableFiles:
    """Read a spreadsheet and compose cards for a set, where `args.source` is a key and `taken` are ids.

    The lines of the cards are the text of the one file, which has no name. Raises as `figures_from_table`.
    """
    try:
        _, table = _read_table(item, args, options)
        unit = args.unit or _choose_unit(table, item, args, options)[0]
        said = replace(_said(item, args, unit, options), into=args.source, taken=taken)
        lines = compose_cards(table, said, slugify)
    except TableError as error:
        raise _table_problems(args.file, [error]) from error
    return TableFiles({"": "\n".join(lines)}, tuple(_understood(table, unit, texts)), _labels(table))


def _read_table(item: NewItem, args: TableArgs, options: BuildOptions) -> tuple[Grid, DataTable]:
    """The cells of a spreadsheet and its table; raises `ContentError`, `TableError` and `OSError`."""
    phrases = options.figure_phrases
    # The words of every language that has some: the file may come from someone else's program.
    words = data_words(phrases, phrases.languages)
    file = Path(args.file)
    grid = read_table_file(file, args.sheet)
    table, problems = read_table(grid, words, args.year)
    if table is None:
        raise _table_problems(args.file, problems)
    return grid, _named(table, item, file)


def _said(item: NewItem, args: TableArgs, unit: str, options: BuildOptions) -> SetTexts:
    languages = figure_languages(options.figure_phrases, options.languages)
    return SetTexts(languages, item.titles, unit, args.source, item.day, args.labels)


def _labels(table: DataTable) -> tuple[str, ...]:
    """The names of a table that each language has a word of its own for."""
    names = [*(each.name for each in (*table.columns, *table.totals)), *table.rows]
    return tuple(dict.fromkeys(name for name in names if any(map(str.isalpha, name))))


def _table_problems(path: str, errors: list[TableError]) -> ContentError:
    return ContentError(problem(path, each.row, each.code, **each.values) for each in errors)


def _named(table: DataTable, item: NewItem, file: Path) -> DataTable:
    """The table, its one column of months by years called by the set's title if nothing else names it."""
    column = table.columns[0]
    if len(table.columns) > 1 or (column.name and column.name != table.corner):
        return table
    name = table.caption or item.title or file.stem
    return replace(table, columns=(column._replace(name=name),))


def _choose_unit(table: DataTable, item: NewItem, args: TableArgs, options: BuildOptions) -> tuple[str, str]:
    """The key of the unit, as typed or as the table's words say, and a block that defines it if need be."""
    spoken = figure_languages(options.figure_phrases, options.languages)
    context = FileContext(UNITS_FILE, spoken)
    shared = load_fields(options.content / UNITS_FILE, context, "units")
    known = read_units(shared, {}) if shared else {}
    unit = (
        args.unit or _find_unit(table, item, {SAMPLE_UNIT: _sample_forms(), **_unit_forms(known)}) or NO_UNIT
    )
    if unit == SAMPLE_UNIT:
        return unit, own_units(options)
    if unit not in {*known, NO_UNIT, PERCENT.key}:
        names = ", ".join([*known, NO_UNIT, PERCENT.key])
        raise ContentError([problem("--unit", 0, "new-unit", typed=unit, known=names)])
    return unit, ""


def _unit_forms(units: Mapping[str, Unit]) -> dict[str, list[str]]:
    """The words of each unit in every language."""
    return {
        key: [form for words in unit.forms.values() for form in words.values()] for key, unit in units.items()
    }


def _sample_forms() -> list[str]:
    """The words of the unit that a new site is given."""
    return [load_ui_text(code).form("sample-unit", "one") for code in message_languages()]


def _find_unit(table: DataTable, item: NewItem, forms: Mapping[str, Sequence[str]]) -> str:
    """The first unit that all columns name, or else, if none does, the title or the table; empty without one.

    Where one column has calls and another letters, there is no unit of both.
    """
    about = (*item.titles.values(), table.caption, table.corner)
    columns = [_named_units([each.name], forms) for each in table.columns if not each.percent]
    if any(columns):
        return next((key for key in forms if all(key in named for named in columns)), "")
    return next(iter(_named_units(about, forms)), "")


def _named_units(texts: Iterable[str], forms: Mapping[str, Sequence[str]]) -> list[str]:
    """The units that words of texts name."""
    stems = {word[:STEM_LETTERS] for text in texts for word in normalize_words(text).split()}
    return [
        key
        for key, words in forms.items()
        if any(normalize_words(form)[:STEM_LETTERS] in stems for form in words if form)
    ]


def _csv_dialect(grid: Grid, options: BuildOptions) -> tuple[str, str]:
    """The delimiter and decimal mark of the file; of XLSX, those of the site's first language."""
    comma = Language(options.languages[0]).number(0.5).startswith("0,")
    delimiter = grid.delimiter or (";" if comma else ",")
    return delimiter, {";": ",", ",": "."}.get(delimiter, "," if comma else ".")


def _understood(table: DataTable, unit: str, texts: UiText) -> list[str]:
    """What the table was taken for, in the editor's language."""
    names = ", ".join(column.name for column in table.columns[:MAX_NAMED])
    more = "…" if len(table.columns) > MAX_NAMED else ""
    spoken = {SAMPLE_UNIT: texts.form("sample-unit", "one"), PERCENT.key: "%", NO_UNIT: "—"}
    written = dict.fromkeys(PERCENT.key if column.percent else unit for column in table.columns)
    units = [spoken.get(key, key) for key in written]
    values = {"columns": len(table.columns), "names": names + more, "unit": ", ".join(units)}
    if table.step:
        times = {"rows": len(table.times), "first": table.times[0], "last": table.times[-1]}
        lines = [texts.text(f"table-{table.step}s", **times, **values)]
    else:
        lines = [texts.text("table-rows", rows=len(table.rows), **values)]
    missing = sum(value is None for column in table.columns for value in column.values)
    lines += [texts.text("table-missing", n=missing)] if missing else []
    lines += [texts.text("table-totals", n=table.checked_totals)] if table.checked_totals else []
    return lines
