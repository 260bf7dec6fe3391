"""The sources that answers and regions rest on: `content/sources.yaml`, and how an edition names them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from msgspec import Struct, field
from msgspec.structs import replace

from plugins.content.codes import is_language, nearest_code
from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.link_text import check_link_text
from plugins.diagnostics.problem import FileContext, Problem
from plugins.diagnostics.schema import Field, Schema
from plugins.figures.figure_reader import read_source_url
from plugins.model.citation import AsOf, Citation, CitedSource, old_from
from plugins.model.content_path import SLUG
from plugins.model.partial_date import PartialDate, parse_partial_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.content.options import BuildOptions
    from plugins.i18n.phrases import Phrases

FILE = "sources.yaml"
UNDATED = "none"
"""What is typed for a date that a publication does not bear."""


def read_known_date(fields: FieldReader, key: str) -> PartialDate | None:
    """A day, a month or a year; None for `none` and for what is reported."""
    text = fields.one_line(key)
    date = parse_partial_date(text)
    if date is None and text and text != UNDATED:
        fields.report(key, "source-date", typed=text)
    return date


def _read_language(fields: FieldReader, key: str) -> str | None:
    code = fields.one_line(key)
    if is_language(code):
        return code
    fields.report(key, "source-language", typed=code, right=nearest_code(code) or "ru")
    return None


SOURCE_SCHEMA = Schema(
    (
        Field("name", FieldReader.localized, missing="field-missing-texts"),
        Field("title", FieldReader.localized),
        Field("url", lambda fields, _: read_source_url(fields), missing="field-missing"),
        Field("insecure", FieldReader.boolean),
        Field("date", read_known_date, missing="source-date-missing"),
        Field("language", _read_language),
        Field("licence", FieldReader.one_line),
    ),
    aliases={
        **dict.fromkeys(("publisher", "site", "издание", "название"), "name"),
        **dict.fromkeys(("headline", "заголовок"), "title"),
        **dict.fromkeys(("link", "href", "address", "ссылка", "адрес"), "url"),
        **dict.fromkeys(("published", "as_of", "day", "дата"), "date"),
        **dict.fromkeys(("lang", "язык"), "language"),
        **dict.fromkeys(("license", "лицензия"), "licence"),
    },
)


def read_cited_sources(
    options: BuildOptions, phrases: Mapping[str, Phrases]
) -> tuple[dict[str, CitedSource], list[Problem]]:
    """The sources by key, and the file's problems; a site without the file has none."""
    typographies = {code: words.typography for code, words in phrases.items()}
    context = FileContext(f"{options.display_name}/{FILE}", options.languages, typographies=typographies)
    fields = load_fields(options.content / FILE, context, "", "sources-form")
    found = [_read_source(key, each, options.today) for key, each in _named(fields)] if fields else []
    return {source.key: source for source in found}, context.problems


def _named(fields: FieldReader) -> Iterator[tuple[str, FieldReader]]:
    for key in fields.tree.values:
        if not SLUG.fullmatch(key):
            fields.report(key, "field-bad-id", typed=key)
        yield key, fields.mapping(key)


def _read_source(key: str, fields: FieldReader, today: dt.date) -> CitedSource:
    fields = fields.rename_aliases(SOURCE_SCHEMA)
    languages, names = fields.context.languages, fields.translations("name")
    named = tuple(code for code in languages if code in names) or languages
    if lacking := [code for code in languages if code not in named]:
        fields.advise("name", "source-untranslated", language=", ".join(lacking))
    fields = replace(fields, context=dataclasses.replace(fields.context, languages=named))
    values: dict[str, Any] = fields.read(SOURCE_SCHEMA)
    values.pop("insecure", None)
    date = values.get("date")
    if date and date.first_day > today:
        fields.report("date", "date-in-future", date=date, today=today)
    for code, name in values.get("name", {}).items():
        words = f"{values.get('title', {}).get(code, '')} {name}"
        fields.context.report_fault(fields.line("url"), check_link_text(words, values.get("url", "")))
    return CitedSource(key=key, line=fields.tree.line, **{"name": {}, **values})


class Citations(Struct, frozen=True):
    """The sources as a build's editions name them; `today` is the day of the build in the site's zone."""

    sources: Mapping[str, CitedSource]
    phrases: Mapping[str, Phrases]
    today: dt.date
    dates: set[PartialDate] = field(default_factory=set)
    """Every date whose age readers are told."""

    def as_of(self, date: PartialDate | None, code: str) -> AsOf:
        """A date in words, and whether it is more than a year ago."""
        if date is None:
            return AsOf()
        self.dates.add(date)
        words = date.format(self.phrases[code].language)
        return AsOf(str(date), words, self.is_old(date))

    def is_old(self, date: PartialDate) -> bool:
        """Whether a date is more than a year ago."""
        return self.today >= old_from(date)

    def cite(self, key: str, code: str) -> Citation:
        """A known source in an edition."""
        source, language = self.sources[key], self.phrases[code].language
        foreign = source.language if source.language and source.language != code else ""
        return Citation(
            name=source.name.get(code) or next(iter(source.name.values()), ""),
            title=source.title.get(code, ""),
            url=source.url,
            as_of=self.as_of(source.date, code),
            language=foreign,
            note=self._note(foreign, language.locale, code) if foreign else "",
            licence=source.licence,
        )

    def _note(self, foreign: str, locale: Locale, code: str) -> str:
        try:
            name = Locale.parse(foreign, sep="-").get_language_name(locale) or foreign
        except (UnknownLocaleError, ValueError):
            name = foreign
        return self.phrases[code].text("sources.language", language=name)

    def newest(self, keys: Iterable[str]) -> PartialDate | None:
        """The newest date of known sources; None if none bears one."""
        dates = (self.sources[key].date for key in keys if key in self.sources)
        return max((date for date in dates if date), key=lambda date: date.last_day, default=None)

    def unknown(self, keys: Iterable[str]) -> list[str]:
        """The keys that no source has."""
        return [key for key in keys if key not in self.sources]
