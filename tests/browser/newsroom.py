"""A newsroom: a small site of its own whose editors publish while readers read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.conftest import Reader
from tests.building import content_of
from tests.deploy.running import nginx
from tests.published import publish_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser


@dataclass(frozen=True)
class Newsroom:
    """A folder of content in `place`, published there and served at `address`."""

    place: Path
    content: Path
    address: str

    def write(self, file: str, old: str, new: str) -> None:
        """Change words in a file."""
        path = self.content / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def release(self) -> None:
        """Build and publish the next release."""
        publish_site(self.place, "--content", self.content, "--cache", self.place / ".cache", "--no-search")

    def reader(self, browser: Browser) -> Reader:
        return Reader(browser, self.address)


@contextmanager
def opened(place: Path, files: Mapping[str, bytes] | None = None) -> Iterator[Newsroom]:
    """A newsroom with the valid site's content and more files, its first release behind the shipped nginx."""
    place.chmod(0o755)
    content = content_of(place, dict(files or {}))
    (place / "nginx").mkdir()
    with nginx(place / "nginx", place / "www") as server:
        newsroom = Newsroom(place, content, server.address)
        newsroom.release()
        yield newsroom
