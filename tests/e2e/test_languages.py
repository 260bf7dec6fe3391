"""Languages with a script or a region: which edition a browser is led to, and which one an address is of."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.deploy.conftest import LONG, release_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.deploy.conftest import Serve
    from tests.deploy.running import Server

SITES = {
    "pt-BR zh-Hant en en-GB": [
        ("pt-BR,pt;q=0.9", ""),
        ("pt", ""),
        ("pt-PT", ""),
        ("zh-Hant-TW, en", "/zh-Hant/"),
        ("zh", "/zh-Hant/"),
        ("ZH-hant", "/zh-Hant/"),
        ("zh-Hans, en", "/en/"),
        ("de, en-AU", "/en/"),
        ("en-gb;q=0.9", "/en-GB/"),
        ("en, en-GB", "/en/"),
        ("en-GBX", "/en/"),
        ("pt, en", ""),
        ("ptx, zhx", ""),
    ],
    "en-GB en": [("en-GB", ""), ("en", "/en/"), ("en-US,en-GB", "/en/")],
    "zh-Hans zh-Hant": [("zh", ""), ("zh-Hant", "/zh-Hant/"), ("zh-TW, zh-Hant", "/zh-Hant/")],
}
WANTED = [(site, wanted, answered) for site, asked in SITES.items() for wanted, answered in asked]


@pytest.fixture(scope="module")
def servers(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """A server for each site."""
    with ExitStack() as stack:
        yield {
            site: stack.enter_context(serve(place, release_site(place, _files(site.split()))))
            for site in SITES
            for place in [tmp_path_factory.mktemp("languages")]
        }


def _files(codes: list[str]) -> dict[str, bytes]:
    pages = {f"{code}/404.html": f"{code} 404".encode() for code in codes}
    return {**pages, "index.html": f'<html lang="{codes[0]}">'.encode() + LONG}


@pytest.mark.parametrize(("site", "wanted", "answered"), WANTED)
def test_a_reader_is_led_to_the_edition_that_browsers_would_take(
    servers: dict[str, Server], site: str, wanted: str, answered: str
) -> None:
    answer = servers[site].ask("/", accept_language=wanted)
    assert (answer.status, answer.headers.get("location", "")) == (302 if answered else 200, answered)


@pytest.mark.parametrize("site", SITES)
def test_what_is_missing_is_told_in_the_language_of_its_edition(
    servers: dict[str, Server], site: str
) -> None:
    for code in site.split():
        answer = servers[site].ask(f"/{code}/none/")
        assert (answer.status, answer.body) == (404, f"{code} 404".encode())
        assert servers[site].ask(f"/{code}/404.html").headers["cache-control"] == "public, max-age=60"
