"""A new bundle: its folder and its files, laid out so that the check has nothing against them."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from anyascii import anyascii
from msgspec import Struct

from plugins.content.alert import FILE as ALERT
from plugins.diagnostics.problem import ContentError, problem
from plugins.i18n.language import Language
from plugins.markdown.dates import DateError, read_date
from plugins.model.content_path import SLUG, YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from plugins.content.brief import Brief
    from plugins.editor.report import Words

    Ask = Callable[[str], str]


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


def read_idea(  # noqa: PLR0913 - what was typed, and whom to ask for the rest
    kind: str, titles: Sequence[str], date: str, topic: str, *, brief: Brief, words: Words, ask: Ask | None
) -> Idea:
    """An idea from a command's arguments; `ask`, where there is somebody, is asked for what is missing.

    A title is typed `en=The title`, or without a language in the first one. Raises `ContentError`.
    """
    if kind not in KINDS:
        raise ContentError([problem(brief.shown, 1, "new-kind", kind=kind, kinds=", ".join(KINDS))])
    named = _titles(titles, brief.languages)
    if ask and not named:
        asked = {code: words.text("ask-title", language=Language(code).name) for code in brief.languages}
        named = {code: ask(question).strip() for code, question in asked.items()}
    if ask and not date and kind == "news":
        date = ask(words.text("ask-date", today=brief.now.date()))
    if ask and not topic and kind in WITH_TOPIC:
        topic = ask(words.text("ask-topic"))
    return Idea(kind, named, _day(date, brief), topic.strip())


def _titles(typed: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    named = {}
    for title in typed:
        code, equals, rest = title.partition("=")
        if equals and code.strip() in languages:
            named[code.strip()] = rest.strip()
        else:
            named[languages[0]] = title.strip()
    return named


def _day(typed: str, brief: Brief) -> dt.date:
    try:
        return read_date(typed) if typed.strip() else brief.now.date()
    except DateError as error:
        raise ContentError([problem(brief.shown, 1, error.code, key="date", **error.values)]) from error


LONGEST = 48
NOT_NAME = re.compile(r"[^a-z0-9]+")
SOFT = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z]|\b)")


def folder_name(title: str) -> str:
    """A title as a folder's name, cut between words; empty when it has no letters.

    >>> folder_name("Объявлен новый график: 24 часа!")
    'obyavlen-novyy-grafik-24-chasa'
    >>> folder_name("Үөрэх дьыла — саҥа")
    'uorekh-dyla-sanga'
    """
    plain = SOFT.sub("", anyascii(title)).lower()
    words = NOT_NAME.sub("-", plain).strip("-")
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
