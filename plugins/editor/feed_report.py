"""What feed readers will see of the next release, compared with the ledger: `./inv feeds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, to_builtins

from plugins.content.ledger import record_id
from plugins.content.ledger_stamp import stamp_ledger

if TYPE_CHECKING:
    from plugins.content.ledger import Ledger
    from plugins.content.ledger_stamp import Changes
    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.editor.report import UiText

CLIENT_KINDS = ("guid", "date", "link", "mail")


class ShownCounts(Struct, frozen=True):
    """How much of a release one kind of client shows: as new, as updated, as withdrawn, and not at all."""

    new: int
    updated: int
    withdrawn: int
    invisible: int


class FeedReport(Struct, frozen=True):
    """The next release as each kind of client sees it, which subscribes to news and corrections.

    `silent` are the paths of items that were changed without a correction: who goes by dates, and who gets
    mail, is told nothing. `moved` are those with another address.
    """

    counts: dict[str, ShownCounts]
    silent: tuple[str, ...]
    moved: tuple[str, ...]


def next_release(content: SiteContent, options: BuildOptions) -> FeedReport:
    """Compare the content with its ledger."""
    stamped, changes = stamp_ledger(content, options)
    silent = _silent_edits(changes)
    moved = [
        key
        for key, record in content.ledger.items.items()
        if stamped.items[key].bundle != record.bundle and record.released
    ]
    new, gone = len(changes.new), len(changes.withdrawn)
    notices = len(changes.events) + _alert_steps(content.ledger, changes)
    told = ShownCounts(new + notices, 0, gone, len(silent))
    counts = {
        "guid": ShownCounts(new + notices, len(changes.changed), gone, 0),
        "date": told,
        "link": ShownCounts(new + notices + len(moved), len(changes.changed), gone, 0),
        "mail": told,
    }
    paths = {key: f"{options.display_name}/{each.bundle}/{key[1]}.md" for key, each in stamped.items.items()}
    return FeedReport(counts, tuple(paths[key] for key in silent), tuple(paths[key] for key in moved))


def _silent_edits(changes: Changes) -> list[tuple[str, str]]:
    """Items that changed without a correction of their own."""
    told = {(record_id(each.id.partition("/corrections/")[0]), each.language) for each in changes.events}
    return [(each.id, each.language) for each in changes.changed if (each.id, each.language) not in told]


def _alert_steps(before: Ledger, changes: Changes) -> int:
    """How many notices of alerts a release has: beginnings, changes and ends."""
    steps = 0
    for alert in changes.alerts:
        known = before.alerts.get(alert.id)
        steps += len(alert.revisions) - (len(known.revisions) if known else 0)
        steps += bool(alert.ended and not (known and known.ended))
    return steps


def format_report(report: FeedReport, texts: UiText) -> str:
    """A line for each kind of client, and what to do for those who would see nothing."""
    lines = [texts.text(f"feeds-{kind}", **to_builtins(report.counts[kind])) for kind in CLIENT_KINDS]
    for kind, paths in (("silent", report.silent), ("moved", report.moved)):
        if paths:
            lines += ["", texts.text(f"feeds-{kind}"), *(f"  {path}" for path in paths)]
    return "\n".join(lines)
