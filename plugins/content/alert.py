"""The alert in `content/alert.yaml`: one line on top of every page between two moments.

An expired alert is reported as advice.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.links import is_external
from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.link_text import check_link_text
from plugins.diagnostics.problem import FileContext, Problem, Severity
from plugins.diagnostics.schema import Field, Schema
from plugins.markdown.references import check_external_link

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.content.links import LinkResolver
    from plugins.content.options import BuildOptions
    from plugins.i18n.phrases import Phrases

FILE = "alert.yaml"
SPACES = re.compile(r"[ \t\n]+")
"""Not the no-break spaces of typography."""


class AlertLevel(StrEnum):
    """How important an alert is."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"


SCHEMA = Schema(
    (
        Field("level", lambda fields, key: fields.choice(key, AlertLevel), missing="field-missing"),
        Field("from", FieldReader.moment, missing="field-not-a-moment"),
        Field("until", lambda fields, key: fields.moment(key, ends=True), missing="field-not-a-moment"),
        Field("text", FieldReader.localized, missing="field-missing-texts"),
        Field("link", FieldReader.text),
    )
)


class Alert(Struct, frozen=True, kw_only=True):
    """The alert in one language: `starts` identifies it, `url` may be empty or lead to another site."""

    starts: dt.datetime
    ends: dt.datetime
    text: str
    level: str
    url: str = ""


class PlannedAlert(Struct, frozen=True):
    """The alert by language, and when it is shown."""

    starts: dt.datetime
    ends: dt.datetime
    alerts: dict[str, Alert]

    def is_active(self, now: dt.datetime) -> bool:
        """Whether it is shown at a moment."""
        return self.starts <= now < self.ends


def read_alert(
    options: BuildOptions, directory: LinkResolver, phrases: Mapping[str, Phrases]
) -> tuple[PlannedAlert | None, list[Problem]]:
    """The alert, if there is one, and its problems."""
    typographies = {code: words.typography for code, words in phrases.items()}
    context = FileContext(f"{options.display_name}/{FILE}", options.languages, typographies=typographies)
    fields = load_fields(options.content / FILE, context, "alert", "alert-form")
    planned = _plan_alert(fields, options, directory) if fields else None
    return planned, context.problems


def _plan_alert(fields: FieldReader, options: BuildOptions, directory: LinkResolver) -> PlannedAlert | None:
    values = fields.read(SCHEMA)
    urls = {
        code: _resolve_link(fields, values.get("link", ""), code, directory) for code in options.languages
    }
    for text in values.get("text", {}).values() if is_external(values.get("link", "")) else ():
        fields.context.report_fault(fields.line("link"), check_link_text(text, values["link"]))
    if {"from", "until"} <= values.keys() and values["until"] <= values["from"]:
        fields.report("until", "alert-order")
    if any(found.severity is Severity.ERROR for found in fields.context.problems):
        return None
    starts, ends = (values[each].replace(tzinfo=options.zone) for each in ("from", "until"))
    if ends <= options.now:
        fields.advise("until", "alert-expired", until=f"{ends:%Y-%m-%d %H:%M}")
    alerts = {
        code: Alert(
            starts=starts, ends=ends, text=SPACES.sub(" ", text), level=values["level"].value, url=urls[code]
        )
        for code, text in values["text"].items()
    }
    return PlannedAlert(starts, ends, alerts)


def _resolve_link(fields: FieldReader, target: str, code: str, directory: LinkResolver) -> str:
    """The address of the link for a language; external ones are checked like those in texts."""
    if not target:
        return ""
    inside = directory.own_path(target) if is_external(target) else target
    if not inside:
        if fault := check_external_link(target):
            fields.report("link", fault.code, **fault.values)
        return target
    found = directory.resolve(inside, "", code)
    if isinstance(found, str):
        return found
    fields.report("link", found[0], target=target, nearest=found[1])
    return ""
