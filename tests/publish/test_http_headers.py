"""The headers of a file follow from its path."""

from __future__ import annotations

import pytest

from plugins.publish.http_headers import CacheControl, frame_ancestors, headers_for, is_hidden, is_open


@pytest.mark.parametrize(
    ("path", "media_type", "caching", "encoding"),
    [
        ("index.html", "text/html; charset=utf-8", CacheControl.SHORT, ""),
        ("ru/news/a/index.html.br", "text/html; charset=utf-8", CacheControl.SHORT, "br"),
        ("ru/rss.xml", "application/rss+xml; charset=utf-8", CacheControl.SHORT, ""),
        ("ru/topics/health/rss.xml.gz", "application/rss+xml; charset=utf-8", CacheControl.SHORT, "gzip"),
        ("ru/atom.xml", "application/atom+xml; charset=utf-8", CacheControl.SHORT, ""),
        ("ru/feed.json", "application/feed+json", CacheControl.SHORT, ""),
        ("ru/archive/2022-12.xml", "application/atom+xml; charset=utf-8", CacheControl.SHORT, ""),
        ("pt-BR/archive/2022-12.xml.br", "application/atom+xml; charset=utf-8", CacheControl.SHORT, "br"),
        ("alerts/2026-11-22-1000-1.xml", "application/cap+xml; charset=utf-8", CacheControl.SHORT, ""),
        ("alerts/atom.xml", "application/atom+xml; charset=utf-8", CacheControl.SHORT, ""),
        ("ru/feeds.opml", "text/x-opml; charset=utf-8", CacheControl.SHORT, ""),
        ("ru/news/archive/2022-12.xml", "application/xml", CacheControl.SHORT, ""),
        ("sitemap.xml", "application/xml", CacheControl.SHORT, ""),
        ("figures/russia/2022.json", "application/json", CacheControl.SHORT, ""),
        ("figures/russia/calls.ru.png", "image/png", CacheControl.DAY, ""),
        ("figures/russia/calls.ru.0123abcd.png", "image/png", CacheControl.IMMUTABLE, ""),
        ("figures/russia/calls-0123abcd4567.png", "image/png", CacheControl.IMMUTABLE, ""),
        ("figures/russia/russia.ru.zip", "application/zip", CacheControl.SHORT, ""),
        ("ru/embed/russia/calls/oembed.json", "application/json", CacheControl.SHORT, ""),
        ("static/site.0123abcd.css", "text/css; charset=utf-8", CacheControl.IMMUTABLE, ""),
        ("static/site.0123abcd.css.br", "text/css; charset=utf-8", CacheControl.IMMUTABLE, "br"),
        ("static/site.css", "text/css; charset=utf-8", CacheControl.SHORT, ""),
        ("static/onest.0123abcd.woff2", "font/woff2", CacheControl.IMMUTABLE, ""),
        ("ru/news/2022-12-30-a/photo.jpg", "image/jpeg", CacheControl.DAY, ""),
        ("ru/news/20221230.html", "text/html; charset=utf-8", CacheControl.SHORT, ""),
        ("search/x.pf_index", "application/octet-stream", CacheControl.SHORT, ""),
        ("archive.gz", "application/octet-stream", CacheControl.SHORT, ""),
    ],
)
def test_headers_follow_from_the_path(
    path: str, media_type: str, caching: CacheControl, encoding: str
) -> None:
    assert headers_for(path) == (media_type, caching, encoding)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ru/rss.xml", True),
        ("ru/rss.xml.br", True),
        ("ru/feed.json", True),
        ("ru/archive/2022-12.xml", True),
        ("alerts/2026-11-22-1000-1.xml", True),
        ("feeds.opml", True),
        ("sitemap.xml", False),
        ("index.html", False),
        ("figures/russia/data.json", False),
        ("ru/embed/russia/calls/oembed.json", True),
        ("pt-BR/embed/russia/calls/oembed.json.br", True),
        ("ru/embed/russia/calls/index.html", False),
        ("embed/russia.json", False),
    ],
)
def test_feeds_and_oembed_files_may_be_read_by_scripts_of_any_site(path: str, *, expected: bool) -> None:
    assert is_open(path) is expected


@pytest.mark.parametrize(
    ("path", "ancestors"),
    [
        ("ru/embed/russia/calls/index.html", "*"),
        ("zh-Hant/embed/russia/calls/index.html", "*"),
        ("ru/embed/russia/calls/oembed.json", "'none'"),
        ("ru/figures/russia/index.html", "'none'"),
        ("ru/news/embed/index.html", "'none'"),
        ("embed/index.html", "'none'"),
        ("index.html", "'none'"),
    ],
)
def test_other_sites_may_frame_the_pages_of_cards_alone(path: str, ancestors: str) -> None:
    assert frame_ancestors(path) == ancestors


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        (".release.json", True),
        ("a/.b/c", True),
        ("a.b", False),
        ("_redirects", False),
        (".well-known/security.txt", False),
        (".well-known/.git/x", True),
        ("ru/.well-known/x", True),
    ],
)
def test_files_and_folders_that_start_with_a_dot_are_hidden(path: str, *, hidden: bool) -> None:
    assert is_hidden(path) is hidden
