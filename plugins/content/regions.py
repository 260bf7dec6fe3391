"""What is known of each region: `content/regions/`, a file a region and the questions that all are asked.

A site without the folder has no regions.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.content.citations import read_known_date
from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.one_line import SITE_NAMES
from plugins.diagnostics.problem import FileContext, Problem
from plugins.diagnostics.schema import Field, Schema
from plugins.markdown.front_matter import CARD
from plugins.model.content_path import SLUG, is_litter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.i18n.phrases import Phrases, Typography
    from plugins.model.citation import CitedSource, Texts
    from plugins.model.partial_date import PartialDate

FOLDER = "regions"
QUESTIONS = "questions"
"""The file of the questions; every other file of the folder is a region, by its id."""


class RegionQuestion(Struct, frozen=True, kw_only=True):
    """A question that every region is asked, such as the cost of a call.

    `unknown` is what a reader can do where nothing is known; `link` is a path in the content with more.
    """

    key: str
    name: Texts
    unknown: Texts = {}
    link: str = ""
    line: int = 1


class RegionFact(Struct, frozen=True, kw_only=True):
    """What is known of a question in a region, or, if `is_unknown`, all that can be said instead."""

    question: str
    text: Texts = {}
    is_unknown: bool = False
    sources: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    link: str = ""
    lines: Mapping[str, int] = {}


class RegionFile(Struct, frozen=True, kw_only=True):
    """A region as its file states it; it is in the editions of the languages in which it has a name."""

    id: str
    path: str
    name: Texts
    short: Texts = {}
    title: Texts = {}
    lead: Texts = {}
    facts: Mapping[str, RegionFact] = {}
    figures: tuple[str, ...] = ()
    lines: Mapping[str, int] = {}


class RegionData(Struct, frozen=True):
    """The questions in the order of their file, the regions by id, and the path of the questions' file."""

    questions: Mapping[str, RegionQuestion] = field(default_factory=dict)
    regions: Mapping[str, RegionFile] = field(default_factory=dict)
    path: str = ""


def _read_filled(fields: FieldReader, key: str) -> Texts:
    return fields.localized(key, filled=(*SITE_NAMES, "figure"))


SOURCE_KEYS = ("source", "источник", "источники")
QUESTION_SCHEMA = Schema(
    (
        Field("name", FieldReader.localized, missing="field-missing-texts"),
        Field("unknown", _read_filled),
        Field("link", FieldReader.one_line),
    ),
    aliases={
        **dict.fromkeys(("title", "question", "label", "вопрос", "название"), "name"),
        **dict.fromkeys(("advice", "otherwise", "неизвестно"), "unknown"),
        **dict.fromkeys(("answer", "url", "href", "ссылка"), "link"),
    },
)
FACT_SCHEMA = Schema(
    (
        Field("text", _read_filled),
        Field("unknown", FieldReader.boolean),
        Field("sources", lambda fields, key: fields.texts(key, SLUG, "value-slug")),
        Field("as_of", read_known_date),
        Field("link", FieldReader.one_line),
    ),
    aliases={
        **dict.fromkeys(("answer", "value", "текст", "ответ"), "text"),
        **dict.fromkeys(("gap", "неизвестно"), "unknown"),
        **dict.fromkeys(SOURCE_KEYS, "sources"),
        **dict.fromkeys(("date", "known_on", "дата", "сведения_на"), "as_of"),
        **dict.fromkeys(("more", "url", "href", "ссылка"), "link"),
    },
)
REGION_SCHEMA = Schema(
    (
        Field("name", lambda fields, key: fields.translations(key), missing="field-missing-texts"),
        Field("short", FieldReader.localized),
        Field("title", FieldReader.localized),
        Field("lead", _read_filled),
        Field("facts", FieldReader.mapping),
        Field("figures", lambda fields, key: fields.texts(key, CARD, "value-card")),
    ),
    aliases={
        **dict.fromkeys(("region", "регион", "название"), "name"),
        **dict.fromkeys(("short_name", "коротко"), "short"),
        **dict.fromkeys(("heading", "headline", "заголовок"), "title"),
        **dict.fromkeys(("summary", "description", "кратко"), "lead"),
        **dict.fromkeys(("answers", "факты", "ответы"), "facts"),
        **dict.fromkeys(("cards", "card", "figure", "карточки", "цифры"), "figures"),
    },
)
REGION_SCHEMAS = {"region": REGION_SCHEMA, "region.facts": FACT_SCHEMA, QUESTIONS: QUESTION_SCHEMA}
"""The schema of each mapping in the folder's files, for the documentation."""


def read_regions(
    options: BuildOptions, phrases: Mapping[str, Phrases], sources: Mapping[str, CitedSource]
) -> tuple[RegionData, list[Problem]]:
    """The questions and the regions, and the problems of their files; empty without the folder."""
    folder = options.content / FOLDER
    problems: list[Problem] = []
    typographies = {code: words.typography for code, words in phrases.items()}
    reader = _FolderReader(options, typographies, sources, problems)
    asked = reader.load(folder / f"{QUESTIONS}.yaml")
    keys = tuple(asked.tree.values) if asked else ()
    files = sorted(file for file in folder.glob("*.yaml") if not is_litter(file.name))
    regions = [
        region for file in files if file.stem != QUESTIONS and (region := reader.read_region(file, keys))
    ]
    questions = _questions(asked, regions) if asked else ()
    path = f"{options.display_name}/{FOLDER}/{QUESTIONS}.yaml"
    return RegionData(
        {each.key: each for each in questions}, {each.id: each for each in regions}, path
    ), problems


class _FolderReader(Struct, frozen=True):
    """What reading the folder's files needs."""

    options: BuildOptions
    typographies: Mapping[str, Typography]
    sources: Mapping[str, CitedSource]
    problems: list[Problem]

    def load(self, file: Path) -> FieldReader | None:
        """The fields of a file; None if it cannot be read."""
        shown = normalize("NFC", f"{self.options.display_name}/{FOLDER}/{file.name}")
        context = FileContext(shown, self.options.languages, self.problems, self.typographies)
        if not SLUG.fullmatch(file.stem):
            context.report(1, "region-file-name", typed=file.name)
            return None
        return load_fields(file, context, "", "region-form")

    def read_region(self, file: Path, questions: Collection[str]) -> RegionFile | None:
        """A region; None if its file cannot be read or names it in no language."""
        fields = self.load(file)
        if fields is None:
            return None
        fields = fields.rename_aliases(REGION_SCHEMA)
        names = fields.translations("name")
        spoken = tuple(code for code in self.options.languages if code in names)
        if lacking := [code for code in self.options.languages if code not in names] if spoken else []:
            fields.advise("name", "region-untranslated", language=", ".join(lacking))
        fields.context.languages = spoken or self.options.languages
        values: dict[str, Any] = fields.read(REGION_SCHEMA)
        inner = values.pop("facts", None)
        facts = [self._fact(each) for each in _facts(inner, questions)] if inner else []
        return RegionFile(
            id=file.stem,
            path=fields.context.path,
            facts={fact.question: fact for fact in facts},
            lines=fields.tree.lines,
            **{**values, "name": {code: names[code] for code in spoken}},
        )

    def _fact(self, fields: FieldReader) -> RegionFact:
        fields = fields.rename_aliases(FACT_SCHEMA)
        question = fields.name
        values: dict[str, Any] = fields.read(FACT_SCHEMA)
        is_unknown = values.pop("unknown", False)
        for key in values.get("sources", ()):
            if key not in self.sources:
                fields.report("sources", "source-unknown", typed=key, nearest=nearest(key, self.sources))
        if not is_unknown and "text" not in values:
            fields.report("text", "field-missing-texts", languages=", ".join(fields.context.languages))
        elif not is_unknown and not values.get("sources") and not values.get("as_of"):
            fields.report("text", "region-fact-unsourced", question=question)
        return RegionFact(question=question, is_unknown=is_unknown, lines=fields.tree.lines, **values)


def _questions(fields: FieldReader, regions: Sequence[RegionFile]) -> Iterator[RegionQuestion]:
    """The questions, worded in every language that a region has a name in."""
    languages = fields.context.languages
    spoken = tuple(code for code in languages if any(code in region.name for region in regions))
    fields.context.languages = spoken or languages
    for key in fields.tree.values:
        if not SLUG.fullmatch(key):
            fields.report(key, "field-bad-id", typed=key)
            continue
        inner = fields.mapping(key).rename_aliases(QUESTION_SCHEMA)
        values: dict[str, Any] = inner.read(QUESTION_SCHEMA)
        yield RegionQuestion(key=key, line=fields.line(key), **{"name": {}, **values})


def _facts(fields: FieldReader, questions: Collection[str]) -> Iterator[FieldReader]:
    """The mappings of the facts, each called by its question; those of unknown questions are reported."""
    for key in fields.tree.values:
        if key in questions:
            yield replace(fields.mapping(key), name=key)
        else:
            fields.report(key, "region-question", typed=key, nearest=nearest(key, questions))


def nearest(typed: str, known: Collection[str]) -> str:
    """The names that are spelled most alike, else the first ones."""
    return ", ".join(get_close_matches(typed, known, 2, 0.5) or sorted(known)[:8]) or "—"
