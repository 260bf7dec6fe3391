"""Both shipped configurations serve the site alike: headers, languages, caching, errors, moves."""

from __future__ import annotations

import gzip
import ssl
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

import brotli
import pytest

from plugins.publish.http_headers import frame_ancestors, headers_for, is_hidden, is_open
from tests.deploy.conftest import SITE
from tests.deploy.running import nginx
from tests.servers import program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.deploy.running import Server

GUARD = {
    "strict-transport-security": "max-age=63072000",
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PAGE = "/ru/news/2022-12-30-a/"
FILES = sorted(
    path
    for path in SITE
    if not is_hidden(path) and path != "index.html" and "404" not in path and b"http-equiv" not in SITE[path]
)


def address(path: str) -> str:
    return "/" + path.removesuffix("index.html")


@pytest.mark.parametrize("path", FILES)
def test_every_kind_of_file_has_the_headers_of_the_table(server: Server, path: str) -> None:
    answer = server.ask(address(path))
    assert (answer.status, answer.body) == (200, SITE[path])
    assert answer.headers["content-type"] == headers_for(path).media_type
    assert answer.headers["cache-control"] == headers_for(path).cache_control


@pytest.mark.parametrize("path", FILES)
def test_feeds_and_oembed_files_may_be_read_by_scripts_of_any_site(server: Server, path: str) -> None:
    allowed = server.ask(address(path)).headers.get("access-control-allow-origin")
    assert allowed == ("*" if is_open(path) else None)


@pytest.mark.parametrize("path", FILES)
def test_only_the_pages_of_cards_may_be_framed(server: Server, path: str) -> None:
    policy = GUARD["content-security-policy"].replace("'none'; object", f"{frame_ancestors(path)}; object")
    assert server.ask(address(path)).headers["content-security-policy"] == policy
    if not path.startswith("ru/embed/"):
        assert policy == GUARD["content-security-policy"]


def test_a_page_of_a_card_may_be_framed_by_its_file_name_too(server: Server) -> None:
    answer = server.ask("/ru/embed/russia/calls/index.html")
    assert "frame-ancestors *;" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", PAGE, "/ru/rss.xml", "/ru/none/", "/ru/news/old/", "/.x", "/ru"),
        *("/ru/embed/", "/ru/embed/russia/", "/ru/embed/russia/none/", "/ru/embed/russia/calls"),
    ],
)
def test_every_answer_is_guarded(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert {name: answer.headers.get(name) for name in GUARD} == GUARD
    assert "nginx/" not in answer.headers.get("server", "")
    assert "x-powered-by" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("identity", None), ("", None)],
)
def test_texts_are_sent_precompressed_to_whoever_takes_it(
    server: Server, accepted: str, encoding: str | None
) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    for path in ("ru/news/2022-12-30-a/index.html", "ru/rss.xml", "static/site.0123abcd.css"):
        answer = server.ask(address(path), accept_encoding=accepted)
        assert answer.headers.get("content-encoding") == encoding
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert answer.headers["content-type"] == headers_for(path).media_type
        assert unpack(answer.body) == SITE[path]
        suffix = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
        assert answer.body == (server.root / (path + suffix)).read_bytes()


def test_each_form_has_its_own_tag_and_an_unchanged_one_is_not_sent_again(server: Server) -> None:
    tags = set()
    for path in ("/ru/rss.xml", PAGE, "/figures/russia/calls.ru.png"):
        for accepted in ("br", "gzip", "identity"):
            first = server.ask(path, accept_encoding=accepted)
            tags.add(first.headers["etag"])
            again = server.ask(path, accept_encoding=accepted, if_none_match=first.headers["etag"])
            assert (again.status, again.body) == (304, b"")
            assert again.headers["cache-control"] == first.headers["cache-control"]
            since = server.ask(
                path, accept_encoding=accepted, if_modified_since=first.headers["last-modified"]
            )
            assert since.status == 304
            assert server.ask(path, accept_encoding=accepted, if_none_match='"x"').status == 200
    assert len(tags) == 3 + 3 + 1


@pytest.mark.parametrize(
    ("wanted", "answered"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", ""),
        ("en-US,en;q=0.9,ru;q=0.8", "/en/"),
        ("en", "/en/"),
        ("EN-gb", "/en/"),
        ("de-DE,de;q=0.9,en;q=0.8", "/en/"),
        ("sah,ru;q=0.9,en;q=0.5", ""),
        ("uk,be;q=0.9,en;q=0.1", "/en/"),
        ("es, et, eng, rum, run, ru, en", ""),
        ("de", ""),
        ("*", ""),
        ("", ""),
        ("," * 5000, ""),
        ("e" * 5000 + ",en", "/en/"),
    ],
)
def test_the_front_door_answers_in_the_language_asked_for(server: Server, wanted: str, answered: str) -> None:
    answer = server.ask("/", accept_language=wanted)
    assert answer.headers.get("location", "") == answered
    assert answer.status == (302 if answered else 200)
    assert answered or answer.body == SITE["index.html"]
    assert "accept-language" in answer.headers["vary"].lower()
    assert answer.headers["cache-control"] == "private, max-age=300"


def test_no_other_page_depends_on_the_readers_language(server: Server) -> None:
    for path in ("/ru/", "/en/", PAGE, "/ru/rss.xml"):
        answer = server.ask(path, accept_language="en")
        assert answer.status == 200
        assert "accept-language" not in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/ru/none/", "ru"),
        ("/en/none/", "en"),
        ("/en/rss.xml", "en"),
        ("/none", "ru"),
        ("/english", "ru"),
        ("/.hidden", "ru"),
        ("/ru/.release.json", "ru"),
        ("/en/.git/config", "en"),
        ("/.redirects.nginx", "ru"),
        ("/ru/news/", "ru"),
        ("/static/", "ru"),
        ("/figures/russia/", "ru"),
    ],
)
def test_what_is_missing_hidden_or_a_listing_is_told_in_the_editions_language(
    server: Server, path: str, language: str
) -> None:
    answer = server.ask(path)
    assert answer.body == SITE[f"{language}/404.html"]
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/ru/..%2f..%2f..%2fetc/passwd",
        "/static../output/index.html",
        "//etc/passwd",
        "/ru/%00",
        "/ru/\\..\\..\\etc/passwd",
    ],
)
def test_nothing_outside_the_site_is_given_out(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in {400, 404}
    assert b"root:" not in answer.body


def test_well_known_files_are_no_hidden_ones(server: Server) -> None:
    assert server.ask("/.well-known/security.txt").body == SITE[".well-known/security.txt"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/ru/news/old/", PAGE),
        ("/2022/12/x.html", PAGE),
        ("/2022/12/x.html?from=feed", PAGE),
        (quote("/Новости/Итоги года/"), PAGE),
        ("/?p=12", PAGE),
        ("/x.php", PAGE),
        ("/x.php?id=1&b=2", "/ru/"),
    ],
)
def test_a_moved_page_is_found_for_good(server: Server, old: str, new: str) -> None:
    answer = server.ask(old)
    assert (answer.status, answer.headers["location"]) == (301, new)


def test_another_query_is_no_moved_page(server: Server) -> None:
    assert server.ask("/?p=13").status == 200


def test_a_folder_without_its_slash_leads_to_the_folder(server: Server) -> None:
    answer = server.ask("/ru/news/2022-12-30-a")
    assert (answer.status, answer.headers["location"]) == (301, PAGE)


def test_a_part_of_a_picture_can_be_asked_for(server: Server) -> None:
    picture = SITE["figures/russia/calls.ru.png"]
    answer = server.ask("/figures/russia/calls.ru.png", range="bytes=100-199")
    assert (answer.status, answer.body) == (206, picture[100:200])
    assert answer.headers["content-range"] == f"bytes 100-199/{len(picture)}"


def test_heads_are_told_and_nothing_can_be_sent(server: Server) -> None:
    head = server.ask(PAGE, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(SITE["ru/news/2022-12-30-a/index.html"]))
    for method in ("POST", "PUT", "DELETE"):
        assert server.ask(PAGE, method).status == 405


def test_http_2_is_spoken(server: Server) -> None:
    command = [program("curl"), "--insecure", "--silent", "--http2", "--output", "/dev/null"]
    asked = [
        *command,
        "--write-out",
        "%{http_version} %{http_code}",
        f"{server.address}{PAGE}",
    ]
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout == "2 200"


def test_old_encryption_is_refused(server: Server) -> None:
    refused = [program("openssl"), "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_1"]
    assert subprocess.run(refused, check=False, capture_output=True, input=b"").returncode != 0
    assert ssl.TLSVersion.TLSv1_2


def test_no_address_of_a_reader_is_logged(tmp_path: Path, site: Path) -> None:
    with nginx(tmp_path, site) as running:
        for path in ("/ru/none/", "/none.png", "/ru/none", PAGE):
            running.ask(path)
    assert "127.0.0.1" not in (tmp_path / "error.log").read_text()
