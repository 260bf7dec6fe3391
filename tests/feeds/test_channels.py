from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from plugins.feeds.channels import FeedChannel, all_channels
from plugins.model.content_path import Section
from plugins.model.document import Status
from plugins.model.edition import Edition, Item, Topic
from tests.feeds.builders import NOW, make_context, make_edition, make_item, make_items

SERVICE = Topic("service", "Служба", "/ru/topics/service/")


def channel(name: str, *items: Item, **changed: tuple[object, ...]) -> FeedChannel:
    edition = make_edition(*items, **changed)  # type: ignore[arg-type] # "code" is not among them
    return next(each for each in channels(edition) if each.name == name)


def channels(edition: Edition) -> tuple[FeedChannel, ...]:
    return all_channels(replace(make_context(), edition=edition))


def listed(channel: FeedChannel) -> tuple[Item, ...]:
    return tuple(release.item for release in channel.releases)


def test_a_feed_lists_news_and_summaries_newest_first() -> None:
    summary = make_item(2, bundle="summaries/2022", identity="summaries/2022", section=Section.SUMMARIES)
    question = make_item(4, section=Section.FAQ)
    found = channel("news", make_item(1), make_item(3), summaries=(summary,), questions=(question,))
    assert [item.title for item in listed(found)] == ["Новость 3", "Новость 2", "Новость 1"]


def test_items_of_the_same_time_are_sorted_by_id() -> None:
    items = [make_item(1, published=NOW, identity=identity) for identity in ("c", "a", "b")]
    assert [item.identity for item in listed(channel("news", *items))] == ["a", "b", "c"]


def test_drafts_and_scheduled_items_are_not_listed() -> None:
    hidden = (make_item(2, status=Status.DRAFT), make_item(3, scheduled=True), make_item(4, published=None))
    assert listed(channel("news", make_item(1), *hidden)) == (make_item(1),)


def test_a_feed_has_the_thirty_newest_items() -> None:
    items = listed(channel("news", *make_items(40)))
    assert [items[0].title, items[-1].title, len(items)] == ["Новость 40", "Новость 11", 30]


def test_an_old_item_withdrawn_recently_is_listed_again() -> None:
    lately = {"status": Status.WITHDRAWN, "updated": dt.date(2022, 2, 10)}
    long_ago = {"status": Status.WITHDRAWN, "updated": dt.date(2022, 1, 5)}
    items = [make_item(1, **lately), make_item(2, **long_ago), *make_items(40)[2:]]
    assert [item.title for item in listed(channel("news", *items))][30:] == ["Новость 1"]


def test_a_topic_with_items_has_a_feed_and_one_without_has_none() -> None:
    edition = make_edition(make_item(1, topics=(SERVICE,)), topics=(SERVICE, Topic("help", "Помощь", "/")))
    names = [each.name for each in channels(edition)]
    assert names == ["news", "topics/service", "corrections"]


def test_archives_are_of_months_and_an_older_one_never_changes() -> None:
    months: dict[str, tuple[Item, ...]] = {}
    for count in range(0, 200, 7):
        items = make_items(count)
        found = channels(make_edition(*items))
        archives = {each.month: listed(each) for each in found if each.month}
        assert all(archives[month] == months[month] for month in list(months)[:-1])
        assert set(items) == set(listed(found[0])).union(*archives.values())
        months = archives
    assert list(months) == ["2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06"]


def test_archives_are_linked_to_their_neighbours_and_to_the_feed() -> None:
    found = channels(make_edition(*make_items(99)))
    links = [(each.path("atom.xml"), each.previous, each.next, each.current) for each in found if each.month]
    names = [f"ru/archive/2022-0{number}.xml" for number in (1, 2, 3)]
    assert links == [
        (names[0], "", names[1], "ru/atom.xml"),
        (names[1], names[0], names[2], "ru/atom.xml"),
        (names[2], names[1], "", "ru/atom.xml"),
    ]
    assert found[0].previous == names[2]


def test_an_item_dated_back_changes_its_own_month_alone() -> None:
    items = make_items(120)
    late = make_item(5, identity="news/late", bundle="news/2022-01-06-late")
    before, after = (
        {each.month: each for each in channels(make_edition(*found))} for found in (items, (*items, late))
    )
    assert {month for month in before if before[month] != after[month]} == {"2022-01"}
