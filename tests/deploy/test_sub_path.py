"""A site below the root of its host, as its front page says: servers take its path off and put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.deploy.conftest import LONG, SITE, release_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.deploy.conftest import Serve
    from tests.deploy.running import Server

CYRILLIC = "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"


def site_at(base: str) -> dict[str, bytes]:
    """A site whose pages name their addresses below `base`."""
    canonical = f'<link rel="canonical" href="https://example.org{base}/ru/">'.encode()
    moved = f'<meta http-equiv="refresh" content="0; url={base}/ru/news/2022-12-30-a/">'.encode()
    return SITE | {
        "index.html": b'<html lang="ru">' + canonical + LONG,
        "ru/news/old/index.html": moved,
        "ru/новости/index.html": LONG,
    }


@pytest.fixture(scope="module", params=["/122", "/lines/help.line", "/ru", "/static"])
def base(request: pytest.FixtureRequest) -> str:
    path: str = request.param
    return path


@pytest.fixture(scope="module")
def below(serve: Serve, base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("below")
    with serve(place, release_site(place, site_at(base))) as started:
        yield started


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("", "/"),
        ("?x=1", "/?x=1"),
        ("/ru", "/ru/"),
        ("/ru?x=1", "/ru/?x=1"),
        ("/figures", "/figures/"),
        (f"/ru{CYRILLIC}", f"/ru{CYRILLIC}/"),
        ("/ru/news/old/", "/ru/news/2022-12-30-a/"),
    ],
)
def test_redirects_stay_within_the_site(below: Server, base: str, path: str, location: str) -> None:
    answer = below.ask(f"{base}{path}")
    assert (answer.status, answer.headers["location"]) == (301, f"{base}{location}")


def test_the_preferred_language_is_below_the_path(below: Server, base: str) -> None:
    answer = below.ask(f"{base}/", accept_language="en")
    assert (answer.status, answer.headers["location"]) == (302, f"{base}/en/")
    assert below.ask(f"{base}/", accept_language="ru").status == 200


@pytest.mark.parametrize("path", ["ru/", "ru/rss.xml", "figures/russia/calls.ru.0123abcd.png", "ru/search/"])
def test_files_have_the_headers_that_they_have_at_the_root(
    below: Server, server: Server, base: str, path: str
) -> None:
    expected, answer = server.ask(f"/{path}"), below.ask(f"{base}/{path}")
    names = ("content-type", "cache-control", "content-security-policy", "vary")
    assert (answer.status, answer.body) == (200, expected.body)
    assert [answer.headers.get(name) for name in names] == [expected.headers.get(name) for name in names]


@pytest.mark.parametrize(("path", "language"), [("/ru/none/", "ru"), ("/en/none", "en"), ("/none", "ru")])
def test_what_is_missing_is_told_in_the_language_of_its_edition(
    below: Server, base: str, path: str, language: str
) -> None:
    answer = below.ask(f"{base}{path}")
    assert (answer.status, answer.body) == (404, SITE[f"{language}/404.html"])


@pytest.mark.parametrize("path", ["/", "/en/", "/122x", "/feeds/", "/figures/russia/calls.csv"])
def test_nothing_is_found_outside_of_the_path(below: Server, path: str) -> None:
    assert (below.ask(path).status, below.ask(path).body) == (404, SITE["ru/404.html"])


@pytest.mark.parametrize("path", ["/.hidden", "/../ru/", "/.redirects.nginx"])
def test_what_is_hidden_stays_hidden(below: Server, base: str, path: str) -> None:
    assert below.ask(f"{base}{path}").status in {400, 404}
