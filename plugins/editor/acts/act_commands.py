"""The tasks `mend`, `hold`, `withdraw`, `schedule` and `alert`; each returns what to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import advice
from plugins.editor.acts.act_report import (
    Report,
    act_context,
    carry_out,
    chosen,
    mended_files,
    schedule_lines,
    texts_by_language,
)
from plugins.editor.acts.alert_act import AlertWords, dead_link, end_alert, set_alert
from plugins.editor.acts.mend import Mending, MendKind, mend, published_versions
from plugins.editor.acts.schedule import schedule, unschedule
from plugins.editor.acts.scheduled_items import ScheduleState, live_site, scheduled_items
from plugins.editor.acts.statuses import Outcome, Why, Words, end_hold, hold, restore, withdraw
from plugins.editor.report import editors_language, load_ui_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext


ALL = "all"
"""In place of an item's folder."""
UNDO = "undo"
"""In place of a reason to withdraw an item."""


class Common(Struct, frozen=True):
    """What every act may be told: the folder, the language of messages, the moment, whether to write."""

    content: str = ""
    lang: str = ""
    now: str = ""
    dry_run: bool = False

    @property
    def context(self) -> ActContext:
        """The content as it is."""
        return act_context(self.content, self.now)

    def finish(self, act: Act, context: ActContext) -> Report:
        """Say what the act does, and do it."""
        return carry_out(act, context, editors_language(self.lang), dry_run=self.dry_run)


class MendArgs(Struct, frozen=True):
    """The arguments of `./inv mend`, as typed."""

    bundle: str
    kind: str = ""
    text: Sequence[str] = ()
    was: Sequence[str] = ()
    old: str = ""
    new: str = ""
    language: str = ""


def run_mend(args: MendArgs, common: Common) -> Report:
    """Mend a published item."""
    context = common.context
    bundle, kind = context.find(args.bundle), chosen(args.kind, "kind", MendKind)
    files = mended_files(bundle, args.old, args.new, args.language, context)
    mending = Mending(
        kind,
        files,
        texts_by_language(args.text, "--text", context.options),
        texts_by_language(args.was, "--was", context.options),
        {} if files else published_versions(bundle, context),
    )
    return common.finish(mend(bundle, mending, context), context)


def run_hold(bundle: str, end: str, text: Sequence[str], was: Sequence[str], common: Common) -> Report:
    """Hold an item, or end that."""
    context = common.context
    item, told = context.find(bundle), texts_by_language(text, "--text", context.options)
    if not end:
        return common.finish(hold(item, told, context), context)
    words = Words(told, texts_by_language(was, "--was", context.options))
    return common.finish(end_hold(item, chosen(end, "end", Outcome), words, context), context)


def run_withdraw(bundle: str, why: str, text: Sequence[str], into: str, common: Common) -> Report:
    """Withdraw an item, or take that back."""
    context = common.context
    item = context.find(bundle)
    if why == UNDO:
        return common.finish(restore(item, context), context)
    words = Words(
        texts_by_language(text, "--text", context.options), target=context.find(into).name if into else ""
    )
    return common.finish(withdraw(item, chosen(why, "why", Why, UNDO), words, context), context)


def run_schedule(bundle: str, at: str, live: str, *, draft: bool, common: Common) -> Report:
    """Schedule an item, make it a draft again, or list what is scheduled; 1 if something did not appear."""
    context = common.context
    if at or draft:
        item = context.find(bundle)
        return common.finish(unschedule(item, context) if draft else schedule(item, at, context), context)
    is_live = live_site(live) if live else None
    found = [
        each
        for each in scheduled_items(context.loaded, context.options, is_live)
        if bundle == ALL or each.bundle == context.find(bundle).name
    ]
    failed = any(each.place is ScheduleState.FAILED for each in found)
    return Report(tuple(schedule_lines(found, load_ui_text(editors_language(common.lang)))), int(failed))


class AlertArgs(Struct, frozen=True):
    """The arguments of `./inv alert`, as typed."""

    text: Sequence[str] = ()
    until: str = ""
    starts: str = ""
    level: str = ""
    link: str = ""
    new: bool = False
    off: bool = False


def run_alert(args: AlertArgs, common: Common) -> Report:
    """Put up an alert, revise it, or take it away."""
    context = common.context
    if args.off:
        return common.finish(end_alert(context), context)
    texts = texts_by_language(args.text, "--text", context.options)
    words = AlertWords(texts, args.level, args.starts, args.until, args.link)
    report = common.finish(set_alert(words, context, is_new=args.new), context)
    if reason := dead_link(words):
        found = advice("--link", 0, "external-dead", target=words.link, reason=reason)
        return Report((found.format(editors_language(common.lang)), *report.lines), report.code)
    return report
