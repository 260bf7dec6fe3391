from __future__ import annotations

import pytest

from plugins.feeds.subscribe_page import FeedsView, feeds_view
from plugins.model.urls import SiteUrls
from plugins.pages.render import Assets
from plugins.pages.views import build_page_site
from tests.building import SITE, site_phrases
from tests.feeds.builders import make_edition, make_items
from tests.theme.preview import render
from tests.theme.samples import Page

ADDRESSES = SiteUrls("https://122.example")


def page(code: str, count: int) -> tuple[FeedsView, str]:
    """The view and the rendered page."""
    edition = make_edition(
        *make_items(count), language=site_phrases(code).language, phrases=site_phrases(code)
    )
    assets = Assets((), "site.js", "onest.woff2", {})
    site = build_page_site(edition, [edition], SITE, ADDRESSES, assets)
    view = feeds_view(edition, site)
    return view, render(Page("feeds", site, view))


@pytest.mark.parametrize("code", ["ru", "en"])
def test_the_page_lists_every_feed_with_its_url(code: str) -> None:
    view, html = page(code, 40)
    links = [link for feed in view.feeds for link in feed.links]
    assert [link.title for link in links] == ["RSS", "Atom", "JSON Feed", "RSS", "Atom", "RSS", "Atom"]
    words = html.replace("<wbr>", "")
    assert all(f'href="{link.url}" type="{link.type}">{link.url}</a>' in words for link in links)
    assert f"https://122.example/{code}/feed.json" in {link.url for link in links}


def test_the_page_names_the_list_of_all_feeds_and_the_alerts() -> None:
    html = page("ru", 1)[1]
    assert 'href="https://122.example/ru/feeds.opml"' in html
    assert 'href="https://122.example/alerts/atom.xml"' in html


def test_the_page_shows_the_last_items() -> None:
    view, html = page("ru", 40)
    assert [teaser.title for teaser in view.latest] == [f"Новость {number}" for number in range(40, 35, -1)]
    assert "Новость 40" in html


def test_the_page_of_an_edition_without_news_says_so() -> None:
    assert "Пока в ленте ничего нет." in page("ru", 0)[1].replace("\u00a0", " ")
