from __future__ import annotations

import datetime as dt

from plugins.feeds.channels import Channel, all_channels
from plugins.model.content_path import Section
from plugins.model.document import Correction, Status
from plugins.model.edition import Item, Topic
from tests.feeds.builders import NOW, make_context, make_edition, make_item, make_items

SERVICE = Topic("service", "Служба", "/ru/topics/service/")


def channel(name: str, *items: Item, **changed: tuple[object, ...]) -> Channel:
    edition = make_edition(*items, **changed)  # type: ignore[arg-type] # "code" is not among them
    return next(each for each in all_channels(edition, make_context().urls) if each.name == name)


def test_a_feed_lists_news_and_summaries_newest_first() -> None:
    summary = make_item(2, bundle="summaries/2022", identity="summaries/2022", section=Section.SUMMARIES)
    question = make_item(4, section=Section.FAQ)
    listed = channel("news", make_item(1), make_item(3), summaries=(summary,), questions=(question,)).items
    assert [item.title for item in listed] == ["Новость 3", "Новость 2", "Новость 1"]


def test_items_of_the_same_time_are_sorted_by_id() -> None:
    items = [make_item(1, published=NOW, identity=identity) for identity in ("c", "a", "b")]
    assert [item.identity for item in channel("news", *items).items] == ["a", "b", "c"]


def test_drafts_and_scheduled_items_are_not_listed() -> None:
    hidden = (make_item(2, status=Status.DRAFT), make_item(3, scheduled=True), make_item(4, published=None))
    assert channel("news", make_item(1), *hidden).items == (make_item(1),)


def test_a_feed_has_the_thirty_newest_items() -> None:
    listed = channel("news", *make_items(40)).items
    assert [listed[0].title, listed[-1].title, len(listed)] == ["Новость 40", "Новость 11", 30]


def test_an_old_item_withdrawn_recently_is_listed_again() -> None:
    lately = {"status": Status.WITHDRAWN, "updated": dt.date(2022, 2, 10)}
    long_ago = {"status": Status.WITHDRAWN, "updated": dt.date(2022, 1, 5)}
    items = [make_item(1, **lately), make_item(2, **long_ago), *make_items(40)[2:]]
    assert [item.title for item in channel("news", *items).items][30:] == ["Новость 1"]


def test_a_topic_with_items_has_a_feed_and_one_without_has_none() -> None:
    edition = make_edition(make_item(1, topics=(SERVICE,)), topics=(SERVICE, Topic("help", "Помощь", "/")))
    names = [each.name for each in all_channels(edition, make_context().urls)]
    assert names == ["news", "topics/service", "corrections"]


def test_corrections_of_questions_and_pages_are_listed() -> None:
    corrected = (Correction(dt.date(2022, 5, 1), "Исправлено"),)
    question = make_item(1, section=Section.FAQ, corrections=corrected)
    page = make_item(2, section=Section.PAGES, corrections=corrected, published=None)
    listed = channel("corrections", make_item(3), questions=(question,), pages=(page,)).items
    assert listed == (question, page)


def test_archives_are_full_blocks_and_never_change_their_items() -> None:
    blocks: dict[str, tuple[Item, ...]] = {}
    for count in range(100):
        items = make_items(count)
        found = all_channels(make_edition(*items), make_context().urls)
        archives = {each.folder: each.items for each in found if each.archive}
        assert all(len(block) == 30 for block in archives.values())
        assert all(archives[folder] == block for folder, block in blocks.items())
        assert set(items) == set(found[0].items).union(*archives.values())
        blocks = archives
    assert len(blocks) == 3
