from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.content.alert import AlertLevel
from plugins.content.ledger import AlertRecord, AlertRevision
from plugins.feeds.compose import compose_item
from plugins.feeds.notices import compose_alert, compose_notices
from plugins.model.content_path import Section
from plugins.model.document import Correction, Status
from plugins.model.edition import Picture
from plugins.model.partial_date import PartialDate
from plugins.pages.figure_pages import CorrectedFigure
from tests.feeds.builders import NOW, YAKUTSK, make_context, make_edition, make_item, release_of

if TYPE_CHECKING:
    from plugins.feeds.feed import FeedItem
    from plugins.model.edition import Item

MAY = dt.date(2022, 5, 1)
CONTEXT = make_context()


def notices(item: Item, **changed: object) -> tuple[FeedItem, ...]:
    """The corrections feed of an edition with one item."""
    pages = (item,) if item.section is Section.PAGES else ()
    edition = make_edition(*(() if pages else (item,)), pages=pages)
    return compose_notices(replace(CONTEXT, edition=edition, **changed))


def test_an_id_is_independent_of_title_date_url_and_domain() -> None:
    changed = make_item(1, title="Иначе", published=NOW, url="/ru/news/other/", bundle="news/other")
    same = make_item(1, identity=changed.identity)
    assert compose_item(release_of(changed), CONTEXT).guid == compose_item(release_of(same), CONTEXT).guid
    assert compose_item(release_of(same), CONTEXT).guid == "tag:122.example,2022:ru/news/2022-01-02-news-1"


def test_an_id_is_a_valid_uri() -> None:
    assert compose_item(release_of(make_item(1, identity="а б#?")), CONTEXT).guid.endswith(
        ":ru/%D0%B0%20%D0%B1%23%3F"
    )


@pytest.mark.parametrize(
    ("changes", "updated"),
    [
        ({}, dt.datetime(2022, 1, 2, 10, 30, tzinfo=YAKUTSK)),
        ({"updated": MAY}, dt.datetime(2022, 5, 1, tzinfo=YAKUTSK)),
        ({"updated": dt.date(2022, 1, 2)}, dt.datetime(2022, 1, 2, 10, 30, tzinfo=YAKUTSK)),
        ({"corrections": (Correction(MAY, "x"),)}, dt.datetime(2022, 5, 1, tzinfo=YAKUTSK)),
        ({"reviewed": MAY}, dt.datetime(2022, 1, 2, 10, 30, tzinfo=YAKUTSK)),
    ],
)
def test_an_item_is_dated_by_its_content(changes: dict[str, object], updated: dt.datetime) -> None:
    assert compose_item(release_of(make_item(1, **changes)), CONTEXT).updated == updated


def test_an_item_without_a_date_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"content/news/2022-01-02-news-1/ru\.md has no date"):
        compose_item(release_of(make_item(1, published=None)), CONTEXT)


@pytest.mark.parametrize(
    ("changes", "summary"),
    [
        ({"summary": "Слова редактора."}, "Слова редактора."),
        ({"summary": "", "html": "<p>Из</p><p>текста</p>"}, "Из текста"),
        ({"summary": "", "html": "<p>слово </p>" * 99}, " ".join(["слово"] * 50) + "…"),
        ({"summary": "\x00", "html": '<img src="/a.png" alt="">'}, "8 814 вызовов врача"),
        ({"summary": "", "html": "", "pictures": ()}, "Новость 1"),
    ],
)
def test_a_summary_comes_from_the_editor_the_text_or_the_picture(
    changes: dict[str, object], summary: str
) -> None:
    assert compose_item(release_of(make_item(1, **changes)), CONTEXT).summary == summary


def test_the_share_picture_is_preferred_to_photographs() -> None:
    card = Picture("/figures/russia-2022/calls.ru.png", "59 млн звонков", 1200, 630, "image/png", 20_480)
    picture = compose_item(release_of(make_item(1, share=card)), CONTEXT).picture
    assert picture is not None
    assert picture.url == "https://122.example/figures/russia-2022/calls.ru.png"


def test_a_withdrawn_item_has_only_its_reason() -> None:
    notice = compose_item(
        release_of(make_item(1, status=Status.WITHDRAWN, reason="Ошибка <в> числе")), CONTEXT
    )
    assert (notice.title, notice.summary) == ("Снято с публикации: Новость 1", "Ошибка <в> числе")
    assert (notice.html, notice.picture) == ("<p>Ошибка &lt;в&gt; числе</p>", None)


def test_corrections_of_one_day_have_different_ids() -> None:
    item = make_item(1, corrections=(Correction(MAY, "раз"), Correction(MAY, "два")))
    guids = [entry.guid for entry in notices(item)]
    assert [guid.rpartition("corrections/")[2] for guid in guids] == ["2022-05-01/1", "2022-05-01/2"]


def test_a_correction_of_an_undated_page_is_dated_by_its_own_day() -> None:
    page = make_item(1, section=Section.PAGES, published=None, corrections=(Correction(MAY, "раз"),))
    assert notices(page)[0].published == dt.datetime(2022, 5, 1, tzinfo=YAKUTSK)


FIGURE = CorrectedFigure(
    address="russia-2022.calls",
    until=PartialDate(2023),
    title="Россия, 2022",
    url="/ru/figures/russia-2022/#russia-2022-calls",
    text="Исправлено: здесь стояло 58 < 59.",
)


def test_corrections_of_figures_and_items_are_sorted_together() -> None:
    item = make_item(1, corrections=(Correction(MAY, "раз"), Correction(dt.date(2024, 1, 1), "два")))
    corrections = notices(item, corrected_figures=(FIGURE,))
    assert [entry.updated.year for entry in corrections] == [2024, 2023, 2022]
    assert corrections[1].guid == "tag:122.example,2022:ru/figures/russia-2022.calls/corrections/2023"
    assert corrections[1].url == "https://122.example/ru/figures/russia-2022/#russia-2022-calls"
    assert (corrections[1].title, corrections[1].html) == (
        "Исправление: Россия, 2022",
        "<p>Исправлено: здесь стояло 58 &lt; 59.</p>",
    )


STARTS = dt.datetime(2023, 1, 31, 8, tzinfo=YAKUTSK)


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("", "https://122.example/ru/"),
        ("/ru/faq/calling/", "https://122.example/ru/faq/calling/"),
        ("https://other.example/a?b=1", "https://other.example/a?b=1"),
    ],
)
def test_an_alert_is_identified_by_its_start_and_has_its_link(url: str, leads: str) -> None:
    revision = AlertRevision(
        at=STARTS,
        level=AlertLevel.URGENT,
        ends=STARTS + dt.timedelta(days=1),
        texts={"ru": "Линия <не> работает."},
        urls={"ru": url},
    )
    alert = compose_alert(AlertRecord(starts=STARTS, revisions=(revision,)), CONTEXT)
    assert (alert.guid, alert.updated) == ("tag:122.example,2022:ru/alert/2023-01-31/0800", STARTS)
    assert (alert.title, alert.url) == ("Срочно: Линия <не> работает.", leads)
    assert alert.html == "<p>Линия &lt;не&gt; работает.</p>"


def test_a_withdrawal_is_a_notice_beside_the_earlier_corrections_of_its_item() -> None:
    item = make_item(
        1,
        status=Status.WITHDRAWN,
        reason="Ошибка",
        updated=dt.date(2022, 6, 1),
        corrections=(Correction(MAY, "раз"),),
    )
    told = notices(item)
    assert [(each.title, each.summary) for each in told] == [
        ("Снято с публикации: Новость 1", "Ошибка."),
        ("Исправление: Новость 1", "раз"),
    ]
    assert told[0].guid == f"tag:122.example,2022:ru/{item.identity}/withdrawn"
