"""Requests sent to both shipped servers: those answered alike, and those that differ, with the reason."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple
from urllib.parse import quote

from tests.deploy.conftest import LONG, SITE
from tests.e2e.requests import SECURITY, Request

FILES = SITE | {
    "pt-BR/index.html": LONG + b"pt-BR",
    "pt-BR/404.html": LONG + b"pt-BR 404",
    "pt-BR/search/index.html": LONG,
    "zh-Hant/404.html": LONG + b"zh-Hant 404",
    "zh-Hant/search/index.html": LONG,
    "search/ru/stemmer.js": LONG,
    "search/ru/index.json": LONG,
    "search/pt-BR/index.json": LONG,
    "search/zh-Hant/index.json": LONG,
    "ru/новости/index.html": LONG + "новости".encode(),
    "ru/фото йод.jpg": bytes(99),
    "figures/a b/c.json": b"{}",
    ".well-known/.git/x": b"x",
    ".well-known/index.html": LONG,
    "ru/.well-known/x": b"x",
}
"""A site with every kind of file and every shape of name."""

PLACES = ("/", "/ru", "/ru/", "/none", "/ru/rss.xml", "/figures/", "/figures/russia/calls.ru.png")


class Difference(NamedTuple):
    """Requests that the servers answer differently: why, in which headers, and the requests."""

    reason: str
    names: frozenset[str]
    requests: tuple[Request, ...]


def _paths(*paths: str) -> tuple[Request, ...]:
    return tuple(map(Request, paths))


def _headers(*lines: str) -> tuple[Request, ...]:
    return tuple(Request(path, headers=(line,)) for line, path in product(lines, PLACES))


SAME = {
    "pages, and folders without their slash": _paths(
        *("/", "/?x", "/ru", "/ru/", "/ru?x=1", "/ru/?x=1", "/ru?x=/../y", "/ru/index.html", "/index.html"),
        *("/RU/", "/Ru", "/ru/news", "/ru/news/", "/ru/news/2022-12-30-a", "/ru/news/2022-12-30-a/"),
        *("/pt-BR", "/pt-BR/", "/pt-br/", "/figures", "/figures/", "/figures/russia", "/static", "/static/"),
        *("/search", "/search/", "/figures/a%20b", "/ru/новости", "/ru/новости/", "/ru/фото%20йод.jpg"),
        *("/ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", "/ru%2f", "/ru%2F%2F", "/ru/rss.xml/"),
        *("/sitemap.xml/", "/ru/rss.xml/x", "http://localhost/ru/"),
    ),
    "files of every kind": _paths(*(f"/{quote(path)}" for path in SITE)),
    "cards for frames": _paths(
        *(
            "/ru/embed",
            "/ru/embed/",
            "/ru/embed/russia/",
            "/ru/embed/russia/calls",
            "/ru/embed/russia/calls/?x",
        ),
        *("/ru/embed/russia/calls/index.html", "/ru/embed/russia/none/", "/ru//embed/russia/calls/"),
        *("/RU/embed/russia/calls/", "/embed/russia/calls/", "/ru/embed/../embed/russia/calls/"),
        *("/ru/embed/russia/calls/oembed.json/", "/ru/news/embed/x/", "/en/embed/russia/calls/"),
    ),
    "the search": _paths(
        *("/ru/search", "/ru/search/", "/ru/search/?q=x", "/ru/search/index.html", "/en/search/"),
        *("/pt-BR/search/", "/zh-Hant/search/", "/search/ru/stemmer.js", "/search/ru/index.json"),
        *("/search/pt-BR/index.json", "/search/zh-Hant/index.json", "/search/none.json"),
        *("/search/ru/index.json/", "/search//ru/index.json", "/search/ru/2022/"),
    ),
    "what is missing": _paths(
        *("/ru/none", "/ru/none/", "/none", "/en/none", "/pt-BR/none", "/zh-Hant/none/x", "/pt/none"),
        *("/%65n/none", "/en%2fnone", "/a%2Fb/", "/english/", "/ru/404.html", "/none?" + "q" * 7000),
        *("/~ru", "/r*", "/[r]u", "/{path}", "/ru/{missed}/", "/$uri", "/ru/;a", "/ru;a/", "/ru/<script>"),
        *("/ru/\"'", "/ru/^|`", "/ru/a%3Fb", "/ru/a%23b", "/ru%3Fx", "/ru/%ff", "/ru/%C0%AE/", "/_headers"),
        *("/ru/index.html.br", "/ru/index.html.gz", "/ru/rss.xml.br"),
    ),
    "long addresses": _paths(
        *(f"/{'a' * length}" for length in (255, 256, 300, 5000)),
        *(f"/en/{'a' * 300}{rest}" for rest in ("", "/", "/x", ".html")),
        *("/" + "й" * 128, "/" + "%D0%B9" * 200, "/" + "a/" * 2500),
        *("/" + "a" * 20_000, "/ru/?" + "q" * 4000, "/ru/?" + "q" * 20_000),
    ),
    "slashes and dots": _paths(
        *("//", "///", "//ru", "//ru/", "/ru//", "/ru//news//2022-12-30-a/", "//en/none", "/en//none"),
        *("//etc/passwd", "//ru/news/old/", "/.", "/..", "/./", "/../", "/ru/.", "/ru/..", "/ru/../en/"),
        *("/ru/./", "/ru/../../x", "/%2e%2e/", "/%2e/", "/ru/%2e%2e/en/", "/ru/..%2fen/", "/ru/%2E%2e%2Fen/"),
        *("/ru/..;/", "/ru/...", "/ru/.../", "/ru/a..", "/ru/..a", "/static../x", "/../../../etc/passwd"),
        *("/ru/\\..\\..\\x", "/ru/%5c..%5cx"),
    ),
    "control characters": _paths(
        *("/%00", "/ru/%00", "/ru%00/", "/ru/rss.xml%00", "/ru/?x=%00", "/ru/%0a", "/ru/%0d%0aX:1"),
        *("/ru%0d%0aX:%201", "/ru/%250a", "/%2500", "/ru/%7f"),
    ),
    "hidden files": _paths(
        *("/.hidden", "/.release.json", "/ru/.git/config", "/ru/%2ehidden", "/.redirects.nginx"),
        *("/.languages.caddy", "/.packed", "/.well-known/security.txt", "/.well-known/", "/.well-known"),
        *("/.well-known/none", "/.well-known/.git/x", "/ru/.well-known/x", "/.WELL-KNOWN/security.txt"),
    ),
    "moved pages": _paths(
        *("/ru/news/old", "/ru/news/old/", "/ru/news/old/?x=1", "/RU/news/old/", "/ru/news/OLD/"),
        "/ru/news/old/index.html",
    ),
    "methods": tuple(
        Request(path, method)
        for method, path in product(
            ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "FOO"),
            (*PLACES, "/.hidden", "/ru/news/old/", "/%00", "/ru/../en/"),
        )
    ),
    "bodies": tuple(
        Request(path, "POST", (f"Content-Length: {length}",), content=bytes(length))
        for length, path in product((0, 100, 5000), PLACES)
    ),
    "conditions": _headers(
        *("If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT", 'If-None-Match: "x"', "If-None-Match: *"),
        *("If-Modified-Since: Thu, 01 Jan 1970 00:00:01 GMT", "If-Modified-Since: yesterday"),
        *("If-Unmodified-Since: Thu, 01 Jan 2099 00:00:00 GMT", "If-Match: *"),
    ),
    "parts": _headers(
        *("Range: bytes=0-9", "Range: bytes=5-", "Range: bytes=-5", "Range: bytes=0-1,4-5"),
        *("Range: lines=1-2", "Range: bytes=0-0,-1", "Range: bytes", 'If-Range: "x"\r\nRange: bytes=0-9'),
    ),
    "encodings": _headers(
        *("Accept-Encoding: br", "Accept-Encoding: gzip", "Accept-Encoding: br;q=0", "Accept-Encoding: BR"),
        *("Accept-Encoding: gzip;q=0, br", "Accept-Encoding: *", "Accept-Encoding: identity"),
        *("Accept-Encoding: br;q=1.0, gzip;q=0.8", "Accept-Encoding: zstd", "Accept-Encoding:"),
        *("Accept-Encoding: gzip;q=1.0, identity;q=0.5, *;q=0", "Accept-Encoding: gzip;q=0.001"),
    ),
    "other headers": _headers(
        *("Accept-Language: en", "Accept-Language: pt", "Accept-Language: zh-Hant-TW, en"),
        *("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http", "Origin: https://evil.example"),
        *("Cookie: a=b", "Upgrade: websocket", f"X: {'y' * 5000}"),
    ),
    "hosts": tuple(
        Request(path, host=host)
        for host, path in product(
            (
                *("evil.example", "127.0.0.1", "[::1]", "LOCALHOST", "localhost:443", "localhost:99999"),
                *("xlocalhost", "localhost.evil.example"),
            ),
            ("/", "/ru", "/ru/", "/none"),
        )
    ),
    "hosts at port 80": tuple(
        Request(path, host=host, tls=False)
        for host, path in product(
            ("localhost", "evil.example", "127.0.0.1", "[::1]", "LOCALHOST", "localhost:80", "localhost."),
            ("/", "/ru?x=1", "//evil.example/%2e%2e", "/ru/../x?y", "/%0d%0aX:1", "/none", "/@evil.example"),
        )
    ),
    "methods at port 80": tuple(Request("/ru/", method, tls=False) for method in ("HEAD", "POST", "FOO")),
}

_PARSED = "The parser rejects malformed HTTP before the configuration applies; Caddy then sends no headers."
DIFFERENT = (
    Difference(
        _PARSED,
        frozenset({"content-type", *SECURITY}),
        (
            *_paths("/%", "/%zz", "/ru/%2", "/ru/a b", "ru/", ""),
            *(Request("/ru/", host=host) for host in ("", "evil.example/localhost", "a b")),
            Request("/ru/", "POST", ("Content-Length: x",)),
        ),
    ),
    Difference(
        f"{_PARSED} The statuses differ.",
        frozenset({"body", "cache-control", "content-type", "status", "vary", *SECURITY}),
        (
            Request("*"),
            Request("/%00", host="evil.example"),
            Request("/ru/", host="localhost@evil.example"),
            *(Request("/ru/", version=version) for version in ("HTTP/0.9", "HTTP/2.0", "HTTP/3")),
        ),
    ),
    Difference(
        "nginx rejects a lower-case method in its parser (400); Caddy reaches the method rule (405).",
        frozenset({"status"}),
        tuple(Request(path, "get") for path in PLACES),
    ),
    Difference(
        "nginx limits each header to 8 KiB; Caddy limits all headers together.",
        frozenset({"body", "cache-control", "content-type", "location", "status", "vary"}),
        tuple(Request(path, headers=(f"X: {'y' * 9000}",)) for path in PLACES),
    ),
    Difference(
        "nginx strips the final dot of a host name; Caddy does not.",
        frozenset({"body", "cache-control", "content-type", "location", "status", "vary", *SECURITY}),
        tuple(Request(path, host="localhost.") for path in ("/", "/ru", "/none")),
    ),
    Difference(
        "Caddy keeps `%2F` in the redirect; nginx decodes it. Both lead to the same folder.",
        frozenset({"location"}),
        _paths("/ru%2Fnews", "/figures%2frussia"),
    ),
    Difference(
        "nginx returns characters that should have been encoded unchanged; Caddy encodes them.",
        frozenset({"location"}),
        tuple(Request(path, tls=False) for path in ("/новости", "/\\evil")),
    ),
    Difference(
        "Caddy handles ACME challenges itself; nginx serves them from the folder of an ACME client.",
        frozenset({"body", "content-type", "location", "status"}),
        (Request("/.well-known/acme-challenge/x", tls=False),),
    ),
    Difference(
        "nginx ignores the order of preference and prefers Brotli; Caddy follows `q`.",
        frozenset({"body", "content-encoding"}),
        tuple(
            Request(path, headers=("Accept-Encoding: gzip, br;q=0.1",))
            for path in ("/", "/none", "/ru/rss.xml")
        ),
    ),
    Difference(
        "nginx's Brotli module ignores `Range`, as the standard allows.",
        frozenset({"body", "content-range", "status"}),
        tuple(
            Request(path, headers=("Accept-Encoding: br", "Range: bytes=0-9"))
            for path in ("/", "/ru/rss.xml")
        ),
    ),
    Difference(
        "Error bodies are the server's own.",
        frozenset({"content-range", "content-type"}),
        (
            Request("/ru/", headers=("Range: bytes=999999-",)),
            Request("/ru/", headers=("Range: bytes=9-2",)),
            Request("/ru/rss.xml", headers=('If-Match: "x"',)),
        ),
    ),
)
