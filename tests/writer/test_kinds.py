"""A file's headers follow from its path."""

from __future__ import annotations

import pytest

from plugins.publish.http_headers import Caching, is_hidden, kind


@pytest.mark.parametrize(
    ("path", "media_type", "caching", "encoding"),
    [
        ("index.html", "text/html; charset=utf-8", Caching.SHORT, ""),
        ("ru/news/a/index.html.br", "text/html; charset=utf-8", Caching.SHORT, "br"),
        ("ru/rss.xml", "application/rss+xml", Caching.SHORT, ""),
        ("ru/topics/health/rss.xml.gz", "application/rss+xml", Caching.SHORT, "gzip"),
        ("ru/atom.xml", "application/atom+xml", Caching.SHORT, ""),
        ("ru/feed.json", "application/feed+json", Caching.SHORT, ""),
        ("sitemap.xml", "application/xml", Caching.SHORT, ""),
        ("figures/russia/2022.json", "application/json", Caching.SHORT, ""),
        ("figures/russia/calls.ru.png", "image/png", Caching.DAY, ""),
        ("figures/russia/calls.ru.0123abcd.png", "image/png", Caching.FOREVER, ""),
        ("figures/russia/calls-0123abcd4567.png", "image/png", Caching.FOREVER, ""),
        ("static/site.0123abcd.css", "text/css; charset=utf-8", Caching.FOREVER, ""),
        ("static/site.0123abcd.css.br", "text/css; charset=utf-8", Caching.FOREVER, "br"),
        ("static/site.css", "text/css; charset=utf-8", Caching.SHORT, ""),
        ("static/onest.0123abcd.woff2", "font/woff2", Caching.FOREVER, ""),
        ("ru/news/2022-12-30-a/photo.jpg", "image/jpeg", Caching.DAY, ""),
        ("ru/news/20221230.html", "text/html; charset=utf-8", Caching.SHORT, ""),
        ("search/x.pf_index", "application/octet-stream", Caching.SHORT, ""),
        ("archive.gz", "application/octet-stream", Caching.SHORT, ""),
    ],
)
def test_the_path_tells_type_caching_and_encoding(
    path: str, media_type: str, caching: Caching, encoding: str
) -> None:
    assert kind(path) == (media_type, caching, encoding)


@pytest.mark.parametrize(
    ("path", "hidden"), [(".release.json", True), ("a/.b/c", True), ("a.b", False), ("_redirects", False)]
)
def test_files_and_folders_that_begin_with_a_dot_are_hidden(path: str, *, hidden: bool) -> None:
    assert is_hidden(path) is hidden
