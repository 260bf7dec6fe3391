"""Alerts as CAP 1.2: an Alert, its Updates and its Cancel, each in a file of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

from plugins.build.digest import Digester
from plugins.content.alert import AlertLevel
from plugins.content.ledger import AlertRecord, AlertRevision
from plugins.feeds.alert_files import alert_files
from tests.feeds.builders import YAKUTSK, make_context, make_edition

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("cap-1.2.rng")))
STARTS = dt.datetime(2026, 11, 22, 10, tzinfo=YAKUTSK)
ENDS = STARTS + dt.timedelta(days=2)
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def revision(hours: int, text: str, level: str = "urgent", ends: dt.datetime = ENDS) -> AlertRevision:
    at = STARTS + dt.timedelta(hours=hours)
    return AlertRevision(
        at=at,
        level=AlertLevel(level),
        ends=ends,
        texts={"ru": text, "en": f"{text} & <en>"},
        urls={"ru": "/ru/faq/"},
    )


def files(*alerts: AlertRecord) -> dict[str, bytes]:
    russian = replace(make_context(), alerts=alerts, contact="122", area=("RU-SA", "KZ"))
    contexts = [russian, replace(russian, edition=make_edition(code="en"))]
    return {urlsplit(file.url).path: file.compose() for file in alert_files(contexts, Digester())}


def alert(*revisions: AlertRevision, ended: dt.datetime | None = None) -> AlertRecord:
    return AlertRecord(starts=STARTS, revisions=revisions, ended=ended)


CHANGED = files(
    alert(revision(1, "Раз."), revision(2, "Два."), ended=STARTS + dt.timedelta(hours=5)),
)
NAMES = [f"/alerts/2026-11-22-1000-{number}.xml" for number in (1, 2, 3)]


def parse(document: bytes) -> etree._Element:
    return etree.fromstring(document)


@pytest.mark.parametrize("level", ["info", "warning", "urgent"])
@pytest.mark.parametrize("zone", [YAKUTSK, dt.UTC, dt.timezone(dt.timedelta(hours=-3, minutes=-30))])
def test_every_message_is_valid(level: str, zone: dt.tzinfo) -> None:
    starts = STARTS.astimezone(zone)
    first = replace(revision(0, "Раз. " * 99, level), at=starts, ends=ENDS.astimezone(zone))
    second = replace(first, at=starts + dt.timedelta(hours=1), texts={"en": "Only in English"}, urls={})
    record = AlertRecord(starts=starts, revisions=(first, second), ended=starts + dt.timedelta(hours=2))
    written = [parse(text) for name, text in files(record).items() if not name.endswith("atom.xml")]
    assert [SCHEMA.validate(each) for each in written] == [True] * 3, SCHEMA.error_log


def test_an_alert_its_change_and_its_end_are_three_messages_that_name_the_earlier_ones() -> None:
    messages = [parse(CHANGED[name]) for name in NAMES]
    assert [each.findtext(f"{CAP}msgType") for each in messages] == ["Alert", "Update", "Cancel"]
    first = "122.example,122.example-2026-11-22-1000-1,2026-11-22T11:00:00+09:00"
    second = "122.example,122.example-2026-11-22-1000-2,2026-11-22T12:00:00+09:00"
    references = [each.findtext(f"{CAP}references") for each in messages]
    assert references == [None, first, f"{first} {second}"]


def test_a_message_has_a_block_in_every_language() -> None:
    blocks = parse(CHANGED[NAMES[0]]).findall(f"{CAP}info")
    told = [(each.findtext(f"{CAP}language"), each.findtext(f"{CAP}description")) for each in blocks]
    assert told == [("ru", "Раз."), ("en", "Раз. & <en>")]
    assert [each.findtext(f"{CAP}web") for each in blocks] == [
        "https://122.example/ru/faq/",
        "https://122.example/en/",
    ]


def test_an_alert_that_runs_out_expires_and_is_not_cancelled() -> None:
    assert sorted(files(alert(revision(1, "Раз."), ended=ENDS))) == [NAMES[0], "/alerts/atom.xml"]


def test_a_message_never_changes_once_it_was_sent() -> None:
    before = files(alert(revision(1, "Раз.")))
    assert CHANGED[NAMES[0]] == before[NAMES[0]]


def test_utc_is_written_as_the_standard_wants_it() -> None:
    record = AlertRecord(
        starts=STARTS, revisions=(replace(revision(0, "Раз."), at=STARTS.astimezone(dt.UTC)),)
    )
    assert b"<sent>2026-11-22T01:00:00-00:00</sent>" in files(record)[NAMES[0]]


def test_the_area_is_named_in_words_and_codes() -> None:
    area = parse(CHANGED[NAMES[0]]).find(f"{CAP}info/{CAP}area")
    assert area is not None
    assert area.findtext(f"{CAP}areaDesc") == "Россия, Казахстан"
    assert [each.text for each in area.iter(f"{CAP}value")] == ["RU-SA", "KZ"]


def test_the_index_lists_every_message_newest_first() -> None:
    parsed = feedparser.parse(CHANGED["/alerts/atom.xml"])
    assert parsed.bozo == 0
    assert [entry.links[0].href for entry in parsed.entries] == [
        f"https://122.example{name}" for name in NAMES[::-1]
    ]
    assert {entry.links[0].type for entry in parsed.entries} == {"application/cap+xml"}


def test_the_index_of_a_site_without_alerts_is_valid() -> None:
    (index,) = files().values()
    assert feedparser.parse(index).bozo == 0
