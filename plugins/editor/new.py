"""Create a new item: its folder and files, filled in so that the check finds no error."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.errors import BuildError
from plugins.content.alert import FILE as ALERT
from plugins.content.figure_renderer import figure_languages
from plugins.diagnostics.field_reader import UNWRITTEN, load_fields
from plugins.diagnostics.problem import ContentError, FileContext, message_languages, problem
from plugins.editor.report import load_ui_text
from plugins.editor.slugs import slugify
from plugins.figures.vocabulary import hedge_cases
from plugins.i18n.language import Language
from plugins.model.content_path import SLUG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plugins.content.options import BuildOptions

TEMPLATES = Path(__file__).parent / "item_templates"
KINDS = ("news", "faq", "summary", "page", "figures", "alert")
WITH_TOPIC = frozenset({"news", "faq", "summary"})
SAMPLES = ("source-title", "publisher", "label", "period")
"""Sample texts in the template of a set of figures; `ui_text` has them in every language."""
SAMPLE_UNIT = "call"
UNITS_FILE = "figures/units.yaml"
YEAR = re.compile(r"(?:19|20)\d{2}")


class NewItem(Struct, frozen=True):
    """The item to create: its kind, titles by language, date and topic."""

    kind: str
    titles: Mapping[str, str]
    day: dt.date
    topic: str = ""

    @property
    def title(self) -> str:
        """The title in the first language that has one."""
        return next((title for title in self.titles.values() if title), "")


def compose_files(item: NewItem, options: BuildOptions) -> dict[str, str]:
    """The files of a new item by path in the content folder; raises `ContentError` if it has no name."""
    return {"figures": _figures_file, "alert": _alert_file}.get(item.kind, _bundle_files)(item, options)


def write_files(files: Mapping[str, str], options: BuildOptions) -> list[Path]:
    """Write the files of a new item, or none; raises `ContentError` if one exists, and `OSError`."""
    places = {path.rpartition("/")[0] if path.endswith(".md") else path: None for path in files}
    taken = [place for place in places if (options.content / place).exists()]
    if taken:
        raise ContentError(problem(f"{options.display_name}/{path}", 1, "new-taken") for path in taken)
    try:
        for path, text in files.items():
            (options.content / path).parent.mkdir(parents=True, exist_ok=True)
            (options.content / path).write_text(text, encoding="utf-8")
    except OSError:
        for place in places:
            _remove(options.content / place)
        raise
    return [options.content / path for path in files]


def _remove(path: Path) -> None:
    """Remove a half-written item: it would be taken for an existing one."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _bundle_files(item: NewItem, options: BuildOptions) -> dict[str, str]:
    folder = _bundle_folder(item, options)
    primary = next((code for code in options.languages if item.titles.get(code)), options.languages[0])
    ordered = [primary, *(code for code in options.languages if code != primary)]
    return {
        f"{folder}/{code}.md": _render_document(item, code, item.kind if code == primary else "translation")
        for code in ordered
    }


def _bundle_folder(item: NewItem, options: BuildOptions) -> str:
    """The folder of the bundle; raises `ContentError` if the title or topic cannot name one."""
    name = slugify(item.title)
    folders = {
        "news": f"news/{item.day}-{name}",
        "faq": f"faq/{item.topic}/{name}",
        "summary": f"summaries/{_summary_year(item)}",
        "page": name,
    }
    if not name:
        raise unusable_title(item.title, options)
    if item.kind == "faq" and not SLUG.fullmatch(item.topic):
        raise ContentError([problem("--topic", 0, "new-topic", topic=item.topic)])
    return folders[item.kind]


def _summary_year(item: NewItem) -> str:
    named = YEAR.search(item.title)
    return named[0] if named else str(item.day.year)


def unusable_title(title: str, options: BuildOptions) -> ContentError:
    """The error for a title that no file or folder can be named with."""
    return ContentError([problem("--title", 0, "new-title", title=title, language=options.languages[0])])


def _render_document(item: NewItem, code: str, template_name: str) -> str:
    template = _load_template(code, f"{template_name}.md")
    title = json.dumps(item.titles.get(code) or UNWRITTEN, ensure_ascii=False)
    return template.substitute(title=title, date=item.day, topic=item.topic)


def _figures_file(item: NewItem, options: BuildOptions) -> dict[str, str]:
    name = slugify(item.title)
    if not name:
        raise unusable_title(item.title, options)
    values = {"name": name, "year": item.day.year, "units": own_units(options)}
    return {f"figures/{name}.yaml": _render_template("figures.yaml", item, options, **values)}


def own_units(options: BuildOptions) -> str:
    """The unit of the template's card as YAML; empty if `units.yaml` has it."""
    context = FileContext(UNITS_FILE, options.languages)
    shared = load_fields(options.content / UNITS_FILE, context, "units")
    if shared and any(key == SAMPLE_UNIT for key, _ in shared.mappings("units")):
        return ""
    codes = figure_languages(options.figure_phrases, options.languages)
    cases = hedge_cases(options.figure_phrases, codes)
    lines = [f"    {code}: {_unit_forms(Language(code), cases[code])}" for code in codes]
    return "\n".join(["\nunits:", f"  {SAMPLE_UNIT}:", *lines]) + "\n"


def _unit_forms(language: Language, cases: Sequence[str]) -> str:
    """The plural forms of a unit, and those after hedges, as a YAML mapping on one line."""
    texts = load_ui_text(language.code if language.code in message_languages() else "en")
    words = {name: texts.form("sample-unit", name) for name in sorted(language.plural_categories)}
    after = {name: texts.form("sample-unit-after-hedge", name) for name in ("one", "other")}
    return f"{{{_inline_texts(words)}{''.join(f', {case}: {{{_inline_texts(after)}}}' for case in cases)}}}"


def _alert_file(item: NewItem, options: BuildOptions) -> dict[str, str]:
    if lacking := [code for code in options.languages if not item.titles.get(code)]:
        raise ContentError([problem(f"{options.display_name}/{ALERT}", 1, "new-alert", language=lacking[0])])
    return {ALERT: _render_template("alert.yaml", item, options, tomorrow=item.day + dt.timedelta(days=1))}


def _render_template(file: str, item: NewItem, options: BuildOptions, **more: object) -> str:
    languages = options.languages
    if file == "figures.yaml":
        spoken = figure_languages(options.figure_phrases, languages)
        languages = tuple(dict.fromkeys((*languages, *spoken)))
    titles = {code: item.titles.get(code) or UNWRITTEN for code in languages}
    samples = {name.replace("-", "_"): _sample_texts(name, languages) for name in SAMPLES}
    template = _load_template(options.languages[0], file)
    return template.substitute(titles=_inline_texts(titles), date=item.day, **samples, **more)


def _load_template(code: str, file: str) -> Template:
    """The template of a file in a language, else in English."""
    path = TEMPLATES / code / file
    return Template((path if path.is_file() else TEMPLATES / "en" / file).read_text(encoding="utf-8"))


def _sample_texts(name: str, languages: Iterable[str]) -> str:
    """A sample text in each language, in English where there are no texts in one."""
    known = message_languages()
    texts = {code: load_ui_text(code if code in known else "en") for code in languages}
    return _inline_texts({code: text.text(f"sample-{name}") for code, text in texts.items()})


def _inline_texts(texts: Mapping[str, str]) -> str:
    """Texts by language as the inside of a YAML mapping on one line."""
    return ", ".join(f"{code}: {json.dumps(text, ensure_ascii=False)}" for code, text in texts.items())


def open_in_editor(paths: Sequence[Path]) -> None:
    """Open files in $EDITOR, if it is set; raises `BuildError` if that cannot be run."""
    typed = os.environ.get("EDITOR", "")
    try:
        if editor := shlex.split(typed):
            subprocess.run([*editor, *map(str, paths)], check=False)
    except (OSError, ValueError) as error:
        raise BuildError("editor-failed", editor=typed, reason=error) from error
