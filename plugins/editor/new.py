"""A new bundle: its folder and its files, laid out so that the check has nothing against them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.alert import FILE as ALERT
from plugins.diagnostics.problem import ContentError, problem
from plugins.editor.names import folder_name
from plugins.model.content_path import SLUG, YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.content.brief import Brief

FORMS = Path(__file__).parent / "forms"
KINDS = ("news", "faq", "summary", "page", "figures", "alert")
WITH_TOPIC = frozenset({"news", "faq", "summary"})


class Idea(Struct, frozen=True):
    """What an editor wants to write: the titles by language, the first one leads; the day; the topic."""

    kind: str
    titles: Mapping[str, str]
    day: dt.date
    topic: str = ""

    @property
    def title(self) -> str:
        """The title in the leading language."""
        return next((title for title in self.titles.values() if title), "")


def lay_out(idea: Idea, brief: Brief) -> list[Path]:
    """Make the files of an idea; raises `ContentError`, and makes none, when one is there already."""
    texts = {"figures": _figures, "alert": _alert}.get(idea.kind, _bundle)(idea, brief)
    places = {path.rpartition("/")[0] if path.endswith(".md") else path: None for path in texts}
    taken = [place for place in places if (brief.content / place).exists()]
    if taken:
        raise ContentError(problem(f"{brief.shown}/{path}", 1, "new-taken") for path in taken)
    for path, text in texts.items():
        (brief.content / path).parent.mkdir(parents=True, exist_ok=True)
        (brief.content / path).write_text(text, encoding="utf-8")
    return [brief.content / path for path in texts]


def _bundle(idea: Idea, brief: Brief) -> dict[str, str]:
    """A file for each of the site's languages: the first that has a title leads."""
    folder = _folder(idea, brief)
    leading = next((code for code in brief.languages if idea.titles.get(code)), brief.languages[0])
    ordered = [leading, *(code for code in brief.languages if code != leading)]
    return {f"{folder}/{code}.md": _text(idea, code, code == leading) for code in ordered}


def _folder(idea: Idea, brief: Brief) -> str:
    """Where the bundle lies; a title without letters names no folder."""
    name = folder_name(idea.title)
    folders = {
        "news": f"news/{idea.day}-{name}",
        "faq": f"faq/{idea.topic}/{name}",
        "summary": f"summaries/{_year(idea)}",
        "page": name,
    }
    if not name:
        raise ContentError([problem(brief.shown, 1, "new-title", title=idea.title)])
    if idea.kind == "faq" and not SLUG.fullmatch(idea.topic):
        raise ContentError([problem(f"{brief.shown}/faq", 1, "new-topic", topic=idea.topic)])
    return folders[idea.kind]


def _year(idea: Idea) -> str:
    """The year a summary is of: the one its title names, else that of its day."""
    named = YEAR.search(idea.title)
    return named[0] if named else str(idea.day.year)


def _text(idea: Idea, code: str, leads: bool) -> str:  # noqa: FBT001 - the one question is which form
    forms = sorted(folder for folder in FORMS.iterdir() if folder.is_dir())
    form = FORMS / code if FORMS / code in forms else forms[0]
    template = Template((form / f"{idea.kind if leads else 'translation'}.md").read_text(encoding="utf-8"))
    title = json.dumps(idea.titles.get(code) or idea.title, ensure_ascii=False)
    return template.substitute(title=title, date=idea.day, topic=idea.topic)


def _figures(idea: Idea, brief: Brief) -> dict[str, str]:
    name = folder_name(idea.title)
    if not name:
        raise ContentError([problem(f"{brief.shown}/figures", 1, "new-title", title=idea.title)])
    return {f"figures/{name}.yaml": _form("figures.yaml", idea, brief, name=name, year=idea.day.year)}


def _alert(idea: Idea, brief: Brief) -> dict[str, str]:
    return {ALERT: _form("alert.yaml", idea, brief, tomorrow=idea.day + dt.timedelta(days=1))}


def _form(file: str, idea: Idea, brief: Brief, **more: object) -> str:
    titles = {code: idea.titles.get(code) or idea.title for code in brief.languages}
    named = ", ".join(f"{code}: {json.dumps(title, ensure_ascii=False)}" for code, title in titles.items())
    template = Template((FORMS / file).read_text(encoding="utf-8"))
    return template.substitute(titles=named, date=idea.day, **more)
