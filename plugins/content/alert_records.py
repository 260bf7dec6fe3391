"""Alerts as readers are told of them: those of the ledger, and the one in `alert.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.content.alert import AlertLevel
from plugins.content.ledger import AlertRecord, AlertRevision

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from plugins.content.alert import PlannedAlert


def alert_revision(planned: PlannedAlert, at: dt.datetime) -> AlertRevision:
    """The planned alert as it is told from a moment on."""
    return AlertRevision(
        at=at,
        level=AlertLevel(next(iter(planned.alerts.values())).level),
        ends=planned.ends.astimezone(at.tzinfo),
        texts={code: alert.text for code, alert in planned.alerts.items()},
        urls={code: alert.url for code, alert in planned.alerts.items() if alert.url},
    )


def stamped_alerts(
    known: Mapping[str, AlertRecord], planned: PlannedAlert | None, moment: dt.datetime, *, first: bool
) -> dict[str, AlertRecord]:
    """The records as of a moment in the site's zone: a new, changed or ended alert is recorded with it.

    At the first stamp of a site, an alert is dated by its start. One that ended before it was recorded is
    not recorded: nobody was told of it.
    """
    records = dict(known)
    current = AlertRecord(starts=planned.starts.astimezone(moment.tzinfo), revisions=()) if planned else None
    if planned and current and planned.starts <= moment:
        current = records.get(current.id, current)
        is_over = planned.ends <= moment
        if current.revisions or not is_over:
            started = planned.starts.astimezone(moment.tzinfo) if first else moment
            records[current.id] = _revise(current, planned, started, is_over=is_over)
    for name, record in records.items():
        if not record.ended and (not current or current.id != name):
            records[name] = replace(record, ended=min(record.revisions[-1].ends, moment))
    return records


def _revise(record: AlertRecord, planned: PlannedAlert, at: dt.datetime, *, is_over: bool) -> AlertRecord:
    revision = alert_revision(planned, at)
    if not record.revisions or revision.differs(record.revisions[-1]):
        record = replace(record, revisions=(*record.revisions, revision))
    return replace(record, ended=revision.ends if is_over else None)


def announced_alerts(
    known: Mapping[str, AlertRecord], planned: PlannedAlert | None, now: dt.datetime, zone: ZoneInfo
) -> tuple[AlertRecord, ...]:
    """The alerts that a build tells of, the newest first: what is not stamped has no moment of its own.

    So a new alert is dated by its start, a changed one by what it changed, and one that was taken away
    before its end is not told of until it is stamped.
    """
    records = dict(known)
    current = AlertRecord(starts=planned.starts.astimezone(zone), revisions=()) if planned else None
    if planned and current and planned.starts <= now:
        current = records.get(current.id, current)
        at = current.revisions[-1].at if current.revisions else current.starts
        revision = alert_revision(planned, at)
        ended = revision.ends if planned.ends <= now else None
        records[current.id] = replace(current, revisions=(*current.revisions[:-1], revision), ended=ended)
    told = []
    for name, record in records.items():
        is_gone = not record.ended and (not current or current.id != name)
        if is_gone and record.revisions[-1].ends <= now:
            told.append(replace(record, ended=record.revisions[-1].ends))
        elif not is_gone:
            told.append(record)
    return tuple(sorted(told, key=lambda record: record.starts, reverse=True))
