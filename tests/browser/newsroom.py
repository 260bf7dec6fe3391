"""A newsroom: a small site of its own whose editors publish while readers read."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.conftest import Reader
from tests.building import NOW, content_of, inv
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser


@dataclass(frozen=True)
class Newsroom:
    """A folder of content, released to `output`, which is served at `address`."""

    content: Path
    output: Path
    address: str

    def write(self, file: str, old: str, new: str) -> None:
        """Change words in a file."""
        path = self.content / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def release(self) -> None:
        """Build into the same output."""
        asked = {"content": self.content, "output": self.output, "cache": self.content.parent / ".cache"}
        folders = [word for name, folder in asked.items() for word in (f"--{name}", folder)]
        built = inv("build", *folders, "--now", NOW.isoformat(), "--site-url", self.address, "--no-search")
        assert built.returncode == 0, built.stderr

    def reader(self, browser: Browser) -> Reader:
        return Reader(browser, self.address)


@contextmanager
def opened(folder: Path, files: Mapping[str, bytes] | None = None) -> Iterator[Newsroom]:
    """A newsroom with the valid site's content and more files, its first release served on loopback."""
    port = free_port()
    newsroom = Newsroom(content_of(folder, dict(files or {})), folder / "output", f"http://127.0.0.1:{port}")
    newsroom.release()
    bound = ("--bind", "127.0.0.1", "--directory", str(newsroom.output))
    with running(sys.executable, "-m", "http.server", str(port), *bound, port=port):
        yield newsroom
