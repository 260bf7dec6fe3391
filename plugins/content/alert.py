"""The alert: one line over every page for a few days, from `content/alert.yaml`.

    level: warning                      # info, warning or urgent
    from: 2023-01-31 08:00
    until: 2023-02-02 20:00
    text: {ru: …, en: …}
    link: /news/2023-01-31-lines-down/  # optional

Before `from` and after `until` it is not shown; a forgotten one is told as advice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.links import is_external
from plugins.diagnostics.problem import Problem, advice, problem
from plugins.diagnostics.yaml_tree import Mapping, Scalar, load_yaml
from plugins.i18n.dates import DateError, parse_date, parse_time
from plugins.markdown.references import check_external_link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from plugins.content.brief import Brief
    from plugins.content.links import LinkResolver

FILE = "alert.yaml"
LEVELS = ("info", "warning", "urgent")
KEYS = ("level", "from", "until", "text", "link")


class Alert(Struct, frozen=True, kw_only=True):
    """The alert in one language: `level` is `info`, `warning` or `urgent`; `url` may be empty."""

    text: str
    level: str
    url: str = ""


class PlannedAlert(Struct, frozen=True):
    """An alert as planned: what readers of each language see, and the moments between which they do."""

    starts: dt.datetime
    ends: dt.datetime
    alerts: dict[str, Alert]

    def is_active(self, now: dt.datetime) -> bool:
        """Whether readers see it at a moment."""
        return self.starts <= now < self.ends


def read_alert(brief: Brief, directory: LinkResolver) -> tuple[PlannedAlert | None, list[Problem]]:
    """The alert, if there is one, and what is wrong with it."""
    shown = f"{brief.shown}/{FILE}"
    tree = load_yaml(brief.content / FILE, shown)
    if tree is None:
        return None, []
    if isinstance(tree, Problem):
        return None, [tree]
    if not isinstance(tree, Mapping):
        return None, [problem(shown, tree.line, "alert-form")]
    reading = _Reading(shown, tree, brief.zone)
    planned = reading.planned(brief.languages, directory)
    if planned and planned.ends <= brief.now:
        until = f"{planned.ends:%Y-%m-%d %H:%M}"
        reading.problems.append(advice(shown, tree.lines["until"], "alert-expired", until=until))
    return planned, reading.problems


@dataclass
class _Reading:
    """An alert's file being read; problems are gathered on the way."""

    path: str
    tree: Mapping
    zone: ZoneInfo
    problems: list[Problem] = field(default_factory=list)

    def note(self, at: str, code: str, /, **values: object) -> None:
        line = self.tree.lines.get(at, self.tree.line)
        self.problems.append(problem(self.path, line, code, **values))

    def typed(self, key: str) -> str:
        value = self.tree.values.get(key)
        return value.text.strip() if isinstance(value, Scalar) else ""

    def planned(self, languages: Sequence[str], directory: LinkResolver) -> PlannedAlert | None:
        for key in sorted(self.tree.values.keys() - set(KEYS)):
            self.note(key, "alert-key", key=key, keys=", ".join(KEYS))
        if self.typed("level") not in LEVELS:
            self.note("level", "alert-level", levels=", ".join(LEVELS))
        starts, ends = self.moment("from"), self.moment("until")
        if starts and ends and ends <= starts:
            self.note("until", "alert-order")
        alerts = {code: self.alert(code, directory) for code in languages}
        return PlannedAlert(starts, ends, alerts) if starts and ends and not self.problems else None

    def moment(self, key: str) -> dt.datetime | None:
        """A day, with or without an hour."""
        day, _, clock = self.typed(key).replace("T", " ").rpartition(" ")
        try:
            time = parse_time(clock) if day else dt.time()
            return dt.datetime.combine(parse_date(day or clock), time, self.zone)
        except DateError:
            self.note(key, "alert-moment", key=key)
            return None

    def alert(self, code: str, directory: LinkResolver) -> Alert:
        """What readers of a language see."""
        texts = self.tree.values.get("text")
        text = texts.values.get(code) if isinstance(texts, Mapping) else None
        if not isinstance(text, Scalar) or not text.text.strip():
            self.note("text", "alert-text", language=code)
        words = " ".join(text.text.split()) if isinstance(text, Scalar) else ""
        return Alert(text=words, level=self.typed("level"), url=self.link(code, directory))

    def link(self, code: str, directory: LinkResolver) -> str:
        target = self.typed("link")
        if not target:
            return ""
        if is_external(target):
            return self.outside(target)
        found = directory.resolve(target, "", code)
        if isinstance(found, str):
            return found
        self.note("link", found[0], target=target, nearest=found[1])
        return ""

    def outside(self, target: str) -> str:
        """An address of another site, held to the same rules as those in texts."""
        if fault := check_external_link(target):
            self.note("link", fault.code, **fault.values)
        return target
