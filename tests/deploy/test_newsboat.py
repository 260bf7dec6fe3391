"""A reader's real program polls the server the project ships: what did not change is not sent again."""

from __future__ import annotations

import os
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.deploy.conftest import release_site
from tests.deploy.running import nginx
from tests.feeds.builders import documents, make_context, make_items
from tests.feeds.test_newsboat import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.feeds.feed import FeedContext

ANSWER = re.compile(r'"GET (\S+) HTTP/[\d.]+" (\d{3}) (\d+)')


def files(context: FeedContext) -> dict[str, bytes]:
    """The feeds as a release holds them."""
    return {url.lstrip("/"): content for url, content in documents(context).items()}


@pytest.mark.parametrize("feed", ["ru/rss.xml", "ru/atom.xml"])
def test_newsboat_gets_a_feed_once_and_then_only_that_it_has_not_changed(tmp_path: Path, feed: str) -> None:
    items = make_items(5)
    root = release_site(tmp_path, files(make_context(*items)))
    log, home = tmp_path / "access.log", tmp_path / "home"
    home.mkdir()
    tmp_path.chmod(0o755)
    with nginx(tmp_path, root, log) as server:
        address = f"{server.address}/{feed}"
        reader = Reader(home, root, address, config="ssl-verifypeer no\nssl-verifyhost no\n")
        for _ in range(3):
            reader.reload()
        first = reader.items()
        release_site(tmp_path, files(make_context(*items)))
        reader.reload()
        assert reader.items() == first
        again = replace(items[0], title="Другой заголовок")
        changed = release_site(tmp_path, files(make_context(again, *items[1:]))) / feed
        # As if it was released a day later: HTTP dates have whole seconds, and newsboat goes by them.
        for packed in changed.parent.glob(f"{changed.name}*"):
            os.utime(packed, (packed.stat().st_mtime + 86_400,) * 2)
        reader.reload()
    answers = [(path, int(status), int(length)) for path, status, length in ANSWER.findall(log.read_text())]
    assert {path for path, _, _ in answers} == {f"/{feed}"}
    assert [status for _, status, _ in answers][2:] == [
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.OK,
    ]
    assert [length for _, status, length in answers if status == HTTPStatus.NOT_MODIFIED] == [0, 0]
    assert len(first) == len(reader.items()) == len(items)
    assert {guid for guid, _ in reader.items()} == {guid for guid, _ in first}
    assert "Другой заголовок" in {title for _, title in reader.items()}
