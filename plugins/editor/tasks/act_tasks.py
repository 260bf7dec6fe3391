"""The tasks of a newsroom on what is published: mend, hold, withdraw, schedule, alert."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.editor.tasks import CONTENT, NOW

if TYPE_CHECKING:
    from invoke.context import Context

    from plugins.editor.acts.act_report import Report


def _finish(report: Report) -> NoReturn:
    print(*report.lines, sep="\n")
    raise Exit(code=report.code)


ACT = {
    **CONTENT,
    "bundle": "the item's folder, such as news/2023-01-31-new-schedule",
    "dry-run": "only say what readers and feeds will see",
    **NOW,
}


@task(
    positional=["bundle"],
    iterable=["text", "was"],
    help={
        **ACT,
        "kind": "typo (nobody is told), change (of substance), correction (of a wrong fact)",
        "text": "what is different or right now, such as 'en=The hours on holidays', once for each language",
        "was": "of a correction: what was wrong, in the same languages",
        "old": "words to replace, which stand in the text once; without it mend the file before",
        "new": "the words in their place",
        "language": "whose text has these words, if more than one has",
    },
)
def mend(
    _c: Context,
    bundle: str,
    kind: str,
    text: list[str],
    was: list[str],
    old: str = "",
    new: str = "",
    language: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Mend a published item: a typo in silence, a change with a note, a wrong fact with a correction."""
    from plugins.editor.acts.act_commands import Common, MendArgs, run_mend

    args = MendArgs(bundle, kind, text, was, old, new, language)
    _finish(run_mend(args, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    iterable=["text", "was"],
    help={
        **ACT,
        "text": "what is being checked, or what was found, once for each language",
        "end": "how the check ends: confirmed, corrected or withdrawn",
        "was": "if it ends as corrected: what was wrong",
    },
)
def hold(
    _c: Context,
    bundle: str,
    text: list[str],
    was: list[str],
    end: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Say on an item that its facts are being checked, and how that ended."""
    from plugins.editor.acts.act_commands import Common, run_hold

    _finish(run_hold(bundle, end, text, was, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    iterable=["text"],
    help={
        **ACT,
        "why": "outdated (stays readable), wrong (a notice stays), merged (leads to another); undo",
        "text": "the reason, once for each language",
        "into": "of a merged item: the folder of the other one",
    },
)
def withdraw(
    _c: Context,
    bundle: str,
    why: str,
    text: list[str],
    into: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Withdraw an item, by the reason; `--why undo` takes that back."""
    from plugins.editor.acts.act_commands import Common, run_withdraw

    _finish(run_withdraw(bundle, why, text, into, Common(content, lang, now, dry_run)))


@task(
    positional=["bundle"],
    help={
        **ACT,
        "bundle": "the item's folder, or all",
        "at": "when it appears, in the site's zone, such as '2023-01-31 10:00'",
        "draft": "make it a draft again",
        "live": "the site's address: look whether what should have appeared is there",
    },
)
def schedule(
    _c: Context,
    bundle: str,
    at: str = "",
    draft: bool = False,
    live: str = "",
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Schedule an item; without --at, list what waits and what did not appear (exit 1)."""
    from plugins.editor.acts.act_commands import Common, run_schedule

    common = Common(content, lang, now, dry_run)
    _finish(run_schedule(bundle, at, live, draft=draft, common=common))


@task(
    iterable=["text"],
    help={
        **CONTENT,
        "text": "the line, once for each language; one that is on is revised",
        "until": "when it ends, in the site's zone, such as '2023-01-31 18:00'; always needed",
        "starts": "when it begins; now, if not given",
        "level": "info, warning or urgent",
        "link": "a page of the site, or an address; - takes the link away",
        "new": "another alert in place of the one that is on",
        "off": "take the alert away",
        "dry-run": ACT["dry-run"],
        **NOW,
    },
)
def alert(
    _c: Context,
    text: list[str],
    until: str = "",
    starts: str = "",
    level: str = "",
    link: str = "",
    new: bool = False,
    off: bool = False,
    dry_run: bool = False,
    content: str = "",
    lang: str = "",
    now: str = "",
) -> None:
    """Put a line on top of every page, revise it, or take it away."""
    from plugins.editor.acts.act_commands import AlertArgs, Common, run_alert

    args = AlertArgs(text, until, starts, level, link, new, off)
    _finish(run_alert(args, Common(content, lang, now, dry_run)))
