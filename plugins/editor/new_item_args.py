"""The arguments of `./inv new`: read, asked for and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.edition_builder import read_topics
from plugins.content.validate import nearest_topics
from plugins.diagnostics.problem import ContentError, Severity, problem
from plugins.editor.new import KINDS, WITH_TOPIC, NewItem
from plugins.editor.site_answers import check_codes, split_code
from plugins.i18n.dates import DateError, parse_date
from plugins.i18n.language import Language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from plugins.content.options import BuildOptions
    from plugins.editor.report import UiText

    Prompt = Callable[[str], str]


class NewItemArgs(Struct, frozen=True):
    """The arguments of `./inv new`, as typed; empty if not given. `of_table` needs a source's date."""

    kind: str
    titles: Sequence[str] = ()
    date: str = ""
    topic: str = ""
    of_table: bool = False


def read_new_item(args: NewItemArgs, options: BuildOptions, texts: UiText, prompt: Prompt | None) -> NewItem:
    """The item described by a command's arguments; `prompt`, if given, asks for the missing ones.

    A title is `en=The title`, or without a language for the first one. Raises `ContentError`.
    """
    if args.kind not in KINDS:
        raise ContentError([problem("./inv new", 0, "new-kind", kind=args.kind, kinds=", ".join(KINDS))])
    titles, date, topic = _parse_titles(args.titles, options.languages), args.date, args.topic
    if prompt and not titles:
        titles = {code: prompt(_title_prompt(code, texts)).strip() for code in options.languages}
    if prompt and not date and args.kind == "news":
        date = prompt(texts.text("prompt-date", today=options.now.date()))
    if prompt and not date and args.of_table:
        date = prompt(texts.text("prompt-source-date"))
    if args.of_table and not date.strip():
        raise ContentError([problem("--date", 0, "new-source-date")])
    if prompt and not topic and args.kind in WITH_TOPIC:
        topic = prompt(texts.text("prompt-topic"))
    item = NewItem(args.kind, titles, _parse_day(date, options), topic.strip())
    _check_topics(item, options)
    return item


def _check_topics(item: NewItem, options: BuildOptions) -> None:
    """Raises `ContentError` for a topic that the site does not have, or if its list cannot be read."""
    path = f"{options.display_name}/topics.yaml"
    typed = [each.strip() for each in item.topic.split(",") if each.strip()]
    if not typed or item.kind not in WITH_TOPIC:
        return
    topics, problems = read_topics(options.content / "topics.yaml", path, options.languages)
    unknown = [
        problem(path, 1, "topic-unknown", topic=each, nearest=nearest_topics(each, topics))
        for each in typed
        if each not in topics
    ]
    if wrong := [each for each in problems if each.severity is Severity.ERROR] or unknown:
        raise ContentError(wrong)


def _title_prompt(code: str, texts: UiText) -> str:
    return texts.text("prompt-title", language=Language(code).name)


def _parse_titles(typed: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    if wrong := check_codes("--title", typed, languages):
        raise ContentError(wrong)
    return {code or languages[0]: text for code, text in map(split_code, typed)}


def _parse_day(typed: str, options: BuildOptions) -> dt.date:
    try:
        return parse_date(typed) if typed.strip() else options.now.date()
    except DateError as error:
        raise ContentError([problem("--date", 0, error.code, key="date", **error.values)]) from error
