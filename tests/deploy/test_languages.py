"""Languages come to the servers with the release: their configurations name none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.deploy.conftest import LONG, release_site
from tests.deploy.running import DEPLOY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.deploy.conftest import Serve
    from tests.deploy.running import Server

FRONT = b'<html lang="sah">' + LONG
MISSED = {code: f"{code} 404".encode() for code in ("ru", "en", "sah")}
THREE = {"index.html": FRONT} | {f"{code}/404.html": page for code, page in MISSED.items()}


@pytest.fixture(scope="module")
def three(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site that begins in Sakha, with editions in Russian and English."""
    place = tmp_path_factory.mktemp("three")
    with serve(place, release_site(place, THREE)) as started:
        yield started


@pytest.mark.parametrize(
    ("wanted", "answered"),
    [
        ("sah-RU,sah;q=0.9,ru;q=0.8,en;q=0.5", ""),
        ("ru-RU,ru;q=0.9,sah;q=0.8", "/ru/"),
        ("de, EN-gb;q=0.9, sah, ru", "/en/"),
        ("tt,sah;q=0.9,ru;q=0.8", ""),
        ("sa, sahara, rue, e, ru", "/ru/"),
        ("tr\t,\tru", "/ru/"),
        ("de", ""),
        (" ru" * 1000 + ",en", "/ru/"),
        ("s, " * 2000 + "en", "/en/"),
    ],
)
def test_the_first_language_named_that_the_site_has_wins(three: Server, wanted: str, answered: str) -> None:
    answer = three.ask("/", accept_language=wanted)
    assert (answer.status, answer.headers.get("location", "")) == (302 if answered else 200, answered)
    assert answered or answer.body == FRONT
    assert "accept-language" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("path", "language"),
    [("/ru/x/", "ru"), ("/en/x", "en"), ("/sah/x", "sah"), ("/x", "sah"), ("/sa/x", "sah"), ("/rus/", "sah")],
)
def test_what_is_missing_is_told_in_the_language_of_its_edition(
    three: Server, path: str, language: str
) -> None:
    answer = three.ask(path)
    assert (answer.status, answer.body) == (404, MISSED[language])


def test_a_release_that_tells_no_languages_is_served_all_the_same(serve: Serve, tmp_path: Path) -> None:
    www = release_site(tmp_path, THREE)
    for told in [*www.glob(".wanted.*"), *www.glob(".missed.*"), *www.glob(".languages.*")]:
        told.unlink()
    with serve(tmp_path, www) as server:
        for wanted in ("ru", "de"):
            answer = server.ask("/", accept_language=wanted)
            assert (answer.status, answer.body) == (200, FRONT)
        assert server.ask("/ru/x/").status == 404


def test_a_site_in_one_language_leads_nobody_away(serve: Serve, tmp_path: Path) -> None:
    www = release_site(tmp_path, {"index.html": FRONT, "sah/404.html": MISSED["sah"]})
    with serve(tmp_path, www) as server:
        assert server.ask("/", accept_language="ru, sah").status == 200
        assert server.ask("/ru/x/").body == MISSED["sah"]


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_no_configuration_names_a_language(name: str) -> None:
    words = set((DEPLOY / name).read_text().replace("/", " ").replace("_", " ").split())
    assert not words & {"ru", "en", "sah", "english", "russian"}
