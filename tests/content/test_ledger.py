from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from plugins.content.alert import AlertLevel
from plugins.content.ledger import (
    AlertRecord,
    AlertRevision,
    EventRecord,
    FigureRecord,
    ItemRecord,
    Ledger,
    parse_former_lock,
    parse_ledger,
    render_ledger,
)

PATH = "content/ledger.jsonl"
MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=9)))
RECORDS = (
    ItemRecord(id="news/a", language="ru", bundle="news/a", released=MOMENT, changed=MOMENT, digest="ab"),
    ItemRecord(id="news/a", language="en", bundle="news/a"),
    EventRecord(id="news/a/withdrawn", language="ru", at=MOMENT),
    FigureRecord(id="set.card", value=Decimal("8.50"), at=MOMENT),
    AlertRecord(
        starts=MOMENT,
        revisions=(AlertRevision(at=MOMENT, level=AlertLevel.INFO, ends=MOMENT, texts={"ru": "Да."}),),
        ended=MOMENT,
    ),
)


def ledger_of(*records: object) -> Ledger:
    ledger = Ledger(path=PATH, authority="122.example,2022")
    assert all(ledger.add(record) for record in records)  # type: ignore[arg-type] # a table of records
    return ledger


ALERT = render_ledger(ledger_of(RECORDS[-1])).splitlines()[1].replace(b"11-22", b"11-23")


def test_what_is_written_is_read() -> None:
    text = render_ledger(ledger_of(*RECORDS))
    found, problems = parse_ledger(text, PATH)
    assert problems == []
    assert render_ledger(found) == text
    assert found.figures["set.card"].value == Decimal("8.5")
    assert found.items["news/a", "ru"].released == MOMENT


def test_the_order_of_lines_does_not_depend_on_that_of_records() -> None:
    assert render_ledger(ledger_of(*RECORDS)) == render_ledger(ledger_of(*reversed(RECORDS)))


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< HEAD",
        b"{}",
        b'{"type":"other"}',
        b'{"type":"item","id":"a","language":"ru"}',
        b'{"type":"item","id":"a","language":"ru","bundle":"a","released":"2026-11-22T12:00:00"}',
        b'{"type":"event","id":"a","at":"2026-11-22"}',
        b'{"type":"figure","id":"a","value":"many","at":"2026-11-22T12:00:00+09:00"}',
        b'{"type":"alert","starts":"2026-11-22T12:00:00+09:00","revisions":[]}',
        b'{"type":"event","id":"a","at":"0001-01-01T00:00:00+09:00"}',
        b'{"type":"event","id":"a","at":"9999-12-31T23:00:00-09:00"}',
        ALERT.replace(b'"info"', b'"other"'),
        ALERT.replace(b'{"ru":"\xd0\x94\xd0\xb0."}', b"{}"),
        b"[" * 100_000,
        b"\xff\xfe",
        render_ledger(ledger_of(RECORDS[1])).splitlines()[1],
        render_ledger(ledger_of()).splitlines()[0],
    ],
)
def test_a_line_that_is_invalid_or_repeated_is_reported(line: bytes) -> None:
    text = render_ledger(ledger_of(*RECORDS)) + line + b"\n"
    problems = parse_ledger(text, PATH)[1]
    assert [(each.code, each.line) for each in problems] == [("ledger-line", len(text.splitlines()))]


def test_a_lock_of_earlier_versions_is_read_as_items_without_moments() -> None:
    text = "# made by\nauthority 122.example,2022\nnews/a en,ru news/a\nnews/b ru first\n"
    found, problems = parse_former_lock(text.encode(), "content/feed-identities.lock")
    assert (found.authority, problems, found.is_stamped) == ("122.example,2022", [], False)
    assert sorted(found.items) == [("first", "ru"), ("news/a", "en"), ("news/a", "ru")]


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "news/a ru", "news/a ru b c", "news/c ru news/a"])
def test_an_invalid_line_of_an_earlier_lock_is_reported(line: str) -> None:
    text = f"authority a.example,2022\nnews/a ru news/a\n{line}\n"
    problems = parse_former_lock(text.encode(), PATH)[1]
    assert [(each.code, each.line) for each in problems] == [("ledger-line", 3)]
