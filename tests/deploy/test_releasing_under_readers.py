"""Readers notice nothing while one release follows another under a running server."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from plugins.release.release import Release
from tests.deploy.running import Server, caddy, nginx

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [f"ru/news/{number}/index.html" for number in range(20)]
RELEASES = 60


def build(output: Path, number: int) -> None:
    with Release(output) as release:
        for path in PAGES:
            release.write(path, b"%d " % number * 2000)
        release.write("ru/404.html", b"404")
        release.commit()


def read(server: Server, stop: threading.Event, wrong: list[str], seen: set[int]) -> None:
    """Ask for pages in turn; each is one release's, and never an older one than the last."""
    while not stop.is_set():
        for path in PAGES:
            answer = server.ask(f"/{path.removesuffix('index.html')}")
            numbers = {int(word) for word in answer.body.split()} if answer.status == 200 else {-1}
            if len(numbers) != 1 or min(numbers) < max(seen, default=0):
                wrong.append(f"{path}: {answer.status} {numbers}")
            seen |= numbers


@pytest.mark.parametrize("serve", [nginx, caddy])
def test_readers_of_a_running_server_see_no_error_and_no_mixture(serve: type, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, 1)
    stop, wrong, seen = threading.Event(), list[str](), set[int]()
    with serve(tmp_path, output) as server:
        reader = threading.Thread(target=read, args=(server, stop, wrong, seen))
        reader.start()
        for number in range(2, RELEASES):
            build(output, number)
        stop.set()
        reader.join()
    assert wrong == []
    assert len(seen) > 1
