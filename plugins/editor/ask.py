"""What an editor is asked when the command does not say it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.problem import ContentError, problem
from plugins.editor.new import KINDS, WITH_TOPIC, Idea
from plugins.i18n.language import Language
from plugins.markdown.dates import DateError, read_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from plugins.content.brief import Brief
    from plugins.editor.words import Words

    Ask = Callable[[str], str]


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
