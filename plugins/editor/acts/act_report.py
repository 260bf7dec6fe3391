"""The acts as commands: what readers and feeds will see, in words; then it is done, unless that was all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.load import load_site
from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.effects import ABSENT, compare
from plugins.editor.acts.item_edit import ActContext, refusal
from plugins.editor.acts.mend import replace_words
from plugins.editor.report import load_ui_text
from plugins.editor.site_answers import check_codes, split_code
from plugins.site.run import load_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from enum import StrEnum
    from typing import TypeVar

    from plugins.content.options import BuildOptions
    from plugins.editor.acts.act import Act
    from plugins.editor.acts.effects import Effects
    from plugins.editor.acts.scheduled_items import ScheduledItem
    from plugins.editor.report import UiText
    from plugins.model.bundle import Bundle

    Choice = TypeVar("Choice", bound=StrEnum)


class Report(Struct, frozen=True):
    """What a command prints, and its exit code."""

    lines: tuple[str, ...]
    code: int = 0


def act_context(content: str, now: str) -> ActContext:
    """The content of a folder, as readers see it at a moment."""
    options = load_options(content, now)
    return ActContext(load_site(options), options)


def texts_by_language(typed: Sequence[str], option: str, options: BuildOptions) -> dict[str, str]:
    """Texts such as `en=The words`, by language; one without a language is in the first one."""
    if wrong := check_codes(option, typed, options.languages):
        raise ContentError(wrong)
    return {code or options.languages[0]: text.strip() for code, text in map(split_code, typed)}


def chosen(typed: str, option: str, choices: type[Choice], *also: str) -> Choice:
    """One of a few words; raises `ContentError` that names them, and those that the command takes `also`."""
    listed = ", ".join((*choices, *also))
    if not typed:
        raise refusal("act-choice-missing", option=f"--{option}", choices=listed)
    if typed not in set(choices):
        raise refusal("act-choice", option=f"--{option}", typed=typed, choices=listed)
    return choices(typed)


def mended_files(bundle: Bundle, old: str, new: str, language: str, context: ActContext) -> dict[str, bytes]:
    """The file of a language with words replaced; of the language in which they stand, if none is named."""
    if not old:
        return {}
    files = {code: context.options.content / bundle.name / f"{code}.md" for code in bundle.documents}
    found = [code for code, file in files.items() if old.encode() in file.read_bytes()]
    codes = [language] if language else found
    if len(codes) != 1 or codes[0] not in files:
        raise refusal("act-words-count", path=bundle.name, words=old, count=len(codes))
    return {codes[0]: replace_words(files[codes[0]].read_bytes(), old, new, f"{bundle.name}/{codes[0]}.md")}


def carry_out(act: Act, context: ActContext, language: str, *, dry_run: bool) -> Report:
    """Say what an act does, and do it, unless it would bring an error."""
    texts = load_ui_text(language)
    effects = compare(act, context.options)
    lines = [*effect_lines(effects, texts)]
    if effects.errors:
        errors = (each.format(language) for each in effects.errors)
        return Report((*lines, *errors, texts.text("act-refused")), 1)
    if dry_run:
        return Report((*lines, texts.text("act-dry")))
    shown, content = context.options.display_name, context.options.content
    written = [texts.text("act-written", path=f"{shown}/{path}") for path in act.perform(content)]
    return Report((*lines, *written, texts.text("act-publish")))


def effect_lines(effects: Effects, texts: UiText) -> Iterator[str]:
    """What readers and feeds will see, line by line."""
    yield texts.text("act-readers")
    for page in effects.pages:
        state = texts.text(f"act-state-{page.state}")
        place = page.url if page.state != ABSENT else page.language
        notice = f" {texts.text('act-quoted', text=page.notice)}" if page.notice else ""
        yield f"  {place}: {state}{notice}"
        yield from (f"    {note}" for note in page.notes)
    for alert in effects.alerts:
        until = f"{texts.language.date(alert.until)}, {alert.until:%H:%M}" if alert.until else ""
        key = "act-alert-on" if alert.until else "act-alert-off"
        yield f"  {alert.language}: {texts.text(key, text=alert.text, until=until)}"
    yield texts.text("act-feeds")
    for entry in effects.feeds:
        kind, feed = texts.text(f"act-feed-{entry.kind}"), texts.text(f"act-feed-{entry.feed}")
        yield f"  {entry.language}, {feed}: {kind} {texts.text('act-quoted', text=entry.title)}"
    if not effects.feeds:
        yield f"  {texts.text('act-feeds-none')}"
    for code in effects.lagging:
        yield texts.text("act-lags", language=code)
    yield from (each.format(texts.language.code) for each in effects.advice)


def schedule_lines(items: Sequence[ScheduledItem], texts: UiText) -> Iterator[str]:
    """The scheduled items by moment, and what to do about those that did not appear."""
    for item in items:
        place = texts.text(f"schedule-{item.place}", languages=", ".join(item.languages))
        yield f"{item.moment:%Y-%m-%d %H:%M}  {item.path}  {place}"
    if any(item.languages for item in items):
        yield texts.text("schedule-ways-out")
    if not items:
        yield texts.text("schedule-none")
