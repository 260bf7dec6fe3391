"""The alert on top of every page: put up, revised, ended; the rest of its file stays as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.alert import FILE, SCHEMA, AlertLevel
from plugins.content.links import is_external
from plugins.diagnostics.problem import ContentError, problem
from plugins.editor.acts.act import Act, read
from plugins.editor.acts.item_edit import refusal
from plugins.editor.check import link_error
from plugins.editor.front_matter_edit import edit_front_matter, read_values
from plugins.i18n.dates import DateError, parse_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.content.alert import PlannedAlert
    from plugins.editor.acts.item_edit import ActContext
    from plugins.editor.yaml_nodes import Value

FENCE = b"---\n"


class AlertWords(Struct, frozen=True):
    """What an editor says of an alert, empty where nothing is said: texts by language, moments as typed.

    A `link` of one hyphen takes the link away.
    """

    texts: Mapping[str, str] = {}
    level: str = ""
    starts: str = ""
    until: str = ""
    link: str = ""


def set_alert(words: AlertWords, context: ActContext, *, is_new: bool = False) -> Act:
    """Put up an alert, or revise the one that is on or planned, unless this `is_new`."""
    options, planned = context.options, context.loaded.content.alert
    known = read(options.content / FILE)
    revised = planned if known and planned and planned.ends > options.now and not is_new else None
    starts = _moment(words.starts, "--from") if words.starts else None
    until = _moment(words.until, "--until", ends=True) if words.until else None
    _check(words, until, context)
    if not revised:
        _require_whole(words, until, context)
        starts = starts or options.now.astimezone(options.zone).replace(tzinfo=None)
    said: dict[str, Value] = {
        "level": words.level or ("" if revised else AlertLevel.WARNING.value),
        "from": f"{starts:%Y-%m-%d %H:%M}" if starts else "",
        "until": f"{until:%Y-%m-%d %H:%M}" if until else "",
        "text": _all_texts(words, revised, context) if any(words.texts.values()) else "",
        "link": words.link.removeprefix("-"),
    }
    changes: dict[str, Value | None] = {key: value for key, value in said.items() if value}
    if words.link == "-":
        changes["link"] = None
    return Act(files={FILE: _edited(known if revised else None, changes)}, before={FILE: known})


def _check(words: AlertWords, until: dt.datetime | None, context: ActContext) -> None:
    """Raises `ContentError` for an end that has passed, and for an unknown level."""
    now, zone = context.options.now, context.options.zone
    if until and until.replace(tzinfo=zone) <= now:
        raise refusal("act-moment-past", typed=words.until, now=f"{now.astimezone(zone):%Y-%m-%d %H:%M}")
    if words.level and words.level not in set(AlertLevel):
        raise refusal("act-alert-level", typed=words.level, levels=", ".join(AlertLevel))


def _require_whole(words: AlertWords, until: dt.datetime | None, context: ActContext) -> None:
    """Raises `ContentError` for a new alert that does not end, or lacks a language."""
    if until is None:
        raise refusal("act-alert-until")
    if missing := [code for code in context.options.languages if not words.texts.get(code)]:
        raise refusal("act-alert-texts", languages=", ".join(missing))


def _all_texts(words: AlertWords, revised: PlannedAlert | None, context: ActContext) -> dict[str, Value]:
    """The text in each language: as said, else as it is typed in the alert that is revised."""
    known = typed_alert(read(context.options.content / FILE) or b"").get("text") if revised else None
    typed = known if isinstance(known, dict) else {}
    return {code: words.texts.get(code) or typed.get(code, "") for code in context.options.languages}


def typed_alert(content: bytes) -> dict[str, Value]:
    """What the keys of an alert's file say, as typed; raises `ContentError`."""
    return read_values(FENCE + content + (b"" if content.endswith(b"\n") else b"\n") + FENCE, FILE, SCHEMA)


def end_alert(context: ActContext) -> Act:
    """Take the alert away; feeds tell that it is over."""
    known = read(context.options.content / FILE)
    if known is None:
        raise refusal("act-alert-none")
    return Act(files={FILE: None}, before={FILE: known})


def dead_link(words: AlertWords) -> str:
    """What is wrong with a link to another site, asked for now; empty for one that leads somewhere."""
    return link_error(words.link) if is_external(words.link) else ""


def _edited(known: bytes | None, changes: Mapping[str, Value | None]) -> bytes:
    """The alert's file with keys set; it is a mapping as a front matter is, without its lines of hyphens."""
    content = known or b""
    if content and not content.endswith(b"\n"):
        content += b"\n"
    start = content or b"level: info\n"
    edited = edit_front_matter(FENCE + start + FENCE, changes, FILE, SCHEMA)
    return edited.removeprefix(FENCE).removesuffix(FENCE)


def _moment(typed: str, option: str, *, ends: bool = False) -> dt.datetime:
    try:
        return parse_moment(typed, ends=ends)
    except DateError as error:
        raise ContentError([problem(option, 0, "act-moment", typed=typed)]) from error
