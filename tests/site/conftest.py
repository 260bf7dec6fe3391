"""The built site: the shipped content through the project's own command, once for all tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest

from tests.building import BUILD_DEMO, inv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE_URL = "https://122.example"


@dataclass(frozen=True)
class Page:
    """A page as a browser reads it."""

    url: str
    file: Path

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.file.read_bytes())

    @property
    def language(self) -> str:
        return self.url.split("/")[1] or "ru"

    @property
    def is_redirect(self) -> bool:
        return bool(self.tree.xpath("//meta[@http-equiv='refresh']"))

    def targets(self) -> Iterator[str]:
        """Every address of this site that the page leads to, with its anchor."""
        for _element, attribute, link, _position in self.tree.iterlinks():
            address = urljoin(SITE_URL + self.url, link)
            if attribute in {"href", "src"} and address.startswith(SITE_URL):
                yield unquote(address.removeprefix(SITE_URL))


@dataclass(frozen=True)
class Site:
    """A built site."""

    output: Path

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its address."""
        files = sorted(self.output.rglob("*.html"))
        return {url: Page(url, file) for file in files for url in [self.url(file)]}

    def url(self, file: Path) -> str:
        path = file.relative_to(self.output).as_posix()
        return "/" + path.removesuffix("index.html")

    def file(self, address: str) -> Path:
        """The file a server sends for an address."""
        path = self.output / urlsplit(address).path.lstrip("/")
        return path / "index.html" if path.is_dir() or address.endswith("/") else path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    output = tmp_path_factory.mktemp("site") / "output"
    built = inv(*BUILD_DEMO, "--output", output, "--site-url", SITE_URL)
    assert built.returncode == 0, built.stderr
    return Site(output)
