"""The topics of the site: `content/topics.yaml`, one line a topic, named in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.problem import FileContext, Problem
from plugins.model.content_path import SLUG

if TYPE_CHECKING:
    from pathlib import Path

TopicNames = dict[str, dict[str, str]]


def read_topics(file: Path, path: str, languages: tuple[str, ...]) -> tuple[TopicNames, list[Problem]]:
    """Every topic's name by language, in the file's order, and the file's problems.

    A topic without a name in a language has its first name there, so that a language can be added before its
    topics are translated.
    """
    context = FileContext(path, languages)
    fields = load_fields(file, context, file.stem, "topics-form")
    if fields is None:
        if not context.problems:
            context.report(1, "topics-missing")
        return {}, context.problems
    return {slug: _read_names(fields, slug) for slug in fields.tree.values}, context.problems


def _read_names(fields: FieldReader, slug: str) -> dict[str, str]:
    if not SLUG.fullmatch(slug):
        fields.report(slug, "topic-slug", slug=slug)
    languages, names = fields.context.languages, fields.translations(slug)
    first = next((names[code] for code in languages if code in names), "")
    if not first:
        fields.report(slug, "topics-form")
    for code in languages if first else ():
        if code not in names:
            fields.advise(slug, "topic-unnamed", slug=slug, language=code)
    return {code: names.get(code, first) for code in languages}
