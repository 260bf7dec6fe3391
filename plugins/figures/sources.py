"""Units and sources: what is counted, and who published it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.text_safety import check_address
from plugins.figures.model import Source, Unit
from plugins.figures.moment import Moment
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.figures.fields import Entry

CASES = ("gen",)
NO_ADDRESS = "none"
ADDRESS = re.compile(r"https?://[^\s/?#@:\[\]\"<>\\\\]+(?::\d+)?(?:[/?#][^\s\"<>\\\\]*)?")


def read_units(file: Entry, cases: Mapping[str, tuple[str, ...]]) -> dict[str, Unit]:
    """The units of a file by key; `cases[language]` are the cases its hedges ask for, such as `gen`."""
    return {key: read_unit(key, entry, cases) for key, entry in file.tables("units")}


def read_unit(key: str, entry: Entry, cases: Mapping[str, tuple[str, ...]]) -> Unit:
    """One unit; every plural category of every language must have its word."""
    languages = entry.page.languages
    for missing in (code for code in languages if not entry.has(code)):
        entry.report(missing, "figures-missing-language", language=missing)
    return Unit(
        key, {code: read_forms(entry.table(code), code, cases) for code in languages if entry.has(code)}
    )


def read_forms(entry: Entry, code: str, cases: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The words of a unit in one language: `one`, `few`, …, and `gen.one`, `gen.other` for hedges."""
    categories = sorted(Language(code).plural_categories)
    entry.expect(*categories, *CASES)
    forms = {category: entry.text(category) for category in categories}
    for case in cases.get(code, ()):
        if not entry.has(case):
            entry.report(case, "figures-unit-case", case=case, language=code)
        inner = entry.table(case)
        inner.expect("one", "other")
        for category in ("one", "other") if entry.has(case) else ():
            forms[f"{case}.{category}"] = inner.text(category)
    return forms


def read_sources(file: Entry) -> dict[str, Source]:
    """The sources of a file by key."""
    return {key: read_source(key, entry) for key, entry in file.tables("sources")}


def read_source(key: str, entry: Entry) -> Source:
    """One source: its title is that of the publication, its publisher who answers for it."""
    entry.expect("title", "publisher", "url", "date", "licence", "insecure")
    publisher = entry.words("publisher")
    return Source(
        key=key,
        title=entry.words("title", required=False) or publisher,
        publisher=publisher,
        url=read_address(entry),
        date=entry.moment("date") if entry.has("date") else missing_date(entry),
        licence=entry.text("licence", ""),
    )


def missing_date(entry: Entry) -> Moment:
    """A source has a date, if only a year."""
    entry.report("date", "figures-missing")
    return Moment(1)


def read_address(entry: Entry) -> str:
    """An https address; `url: none` if none is known, `insecure: true` if the publisher has no https."""
    url = entry.text("url")
    if url in {"", NO_ADDRESS}:
        return ""
    if not ADDRESS.fullmatch(url) or (url.startswith("http:") and not entry.flag("insecure")):
        entry.report("url", "figures-url", typed=url)
    elif fault := check_address(url):
        entry.report("url", fault.code, **fault.values)
    return url
