"""Publishing from the desk: its steps, what readers get, a second pair of eyes, and what goes wrong on the way."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.publish_job import PublishJob
from plugins.editor.desk.publish_settings import FILE, PublishSettings, read_settings, write_settings
from plugins.editor.desk.publish_steps import WorkEvent, WorkRequest
from plugins.editor.reviews import Act, ReviewRecord, add_reviews, read_reviews, review_states
from plugins.publish.publish import list_releases
from tests.building import NOW, content_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWS = "news/2026-11-20-new"
TEXT = "---\ntitle: Новый график\nsummary: Коротко.\n---\nЛиния работает круглосуточно.\n"
SECONDS = 10
"""In which a failure must be said."""


class Editor:
    """An editor at a desk on a copy of the valid site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = content_of(folder)
        self.target = f"file:{folder}/www"

    def write(self, text: str, path: str = f"{NEWS}/ru.md") -> None:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def request(self, action: str, **more: Any) -> WorkRequest:
        settings = {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.folder / "release" / "output"),
            "CACHE_PATH": str(self.folder / "cache"),
            "NOW": NOW.isoformat(),
            "SEARCH": False,
        }
        asked = {"target": self.target, "url": "", "editor": "Anna", "language": "en", **more}
        return WorkRequest(action=action, settings=settings, **asked)

    def do(self, action: str, **more: Any) -> dict[str, WorkEvent]:
        """What each step said last."""
        job = PublishJob(self.request(action, **more))
        job.wait(120)
        assert not job.is_running
        return {event.step: event for event in job.events}

    def publish(self, **more: Any) -> dict[str, WorkEvent]:
        """Prepare and publish, as whoever presses both buttons."""
        prepared = self.do("prepare")
        assert prepared[""].state == "done", prepared
        return self.do("publish", prepared=prepared["changes"].data["prepared"], **more)  # type: ignore[index] # it is JSON

    @property
    def live(self) -> int:
        return list_releases(self.target).live


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Editor:
    """One editor whose site is published once."""
    editor = Editor(tmp_path_factory.mktemp("desk"))
    done = editor.publish()
    assert done[""].state == "done", done
    assert editor.live == 1
    return editor


def test_what_will_change_is_told_before_anything_is_sent(editor: Editor) -> None:
    editor.write(TEXT)
    prepared = editor.do("prepare")
    data: Any = prepared["changes"].data
    pages = {page["address"]: page for page in data["changes"]["pages"]}
    assert pages[f"/ru/{NEWS}/"] == {"address": f"/ru/{NEWS}/", "title": "Новый график", "state": "changed"}
    assert "/ru/rss.xml" in data["changes"]["feeds"]
    assert [item["bundle"] for item in data["unseen"]] == [NEWS]
    assert editor.live == 1
    assert not (editor.folder / "www" / "ru" / NEWS).exists()


def test_who_publishes_alone_says_why_and_it_stays_on_the_list_until_somebody_looks(editor: Editor) -> None:
    editor.write(TEXT)
    refused = editor.publish()
    assert (refused["build"].code, refused[""].state) == ("reason-needed", "failed")
    done = editor.publish(reason="The line is down")
    assert done["send"].text == load_desk_texts("en").text("publish.sent")
    assert (editor.folder / "www" / "ru" / NEWS / "index.html").is_file()
    state = review_states(editor.content)[NEWS]
    assert state.alone is not None
    assert (state.alone.by, state.alone.note) == ("Anna", "The line is down")
    assert not state.may_look("Anna")
    looked = ReviewRecord(NEWS, Act.LOOKED, "Boris", NOW.replace(year=2027))
    assert not state.after(looked).is_open
    again = editor.do("prepare")["changes"]
    assert again.data["unseen"] == []  # type: ignore[index] # it is JSON
    assert again.text == load_desk_texts("en").text("publish.no-changes")


def test_a_text_that_somebody_else_has_seen_needs_no_reason(editor: Editor) -> None:
    editor.write(TEXT.replace("Линия", "Теперь линия"))
    unseen: Any = editor.do("prepare")["changes"].data
    assert [item["bundle"] for item in unseen["unseen"]] == [NEWS]
    record = next(each for each in _looked(editor, "Boris"))
    add_reviews(editor.content, [record])
    assert editor.do("prepare")["changes"].data["unseen"] == []  # type: ignore[index] # it is JSON
    own: Any = editor.do("prepare", editor="Boris")["changes"].data
    assert [item["bundle"] for item in own["unseen"]] == [NEWS]


def _looked(editor: Editor, by: str) -> Iterator[ReviewRecord]:
    from plugins.editor.reviews import review_record  # noqa: PLC0415
    from tests.building import read  # noqa: PLC0415

    bundle = read(editor.content).bundles[NEWS]
    record = review_record(bundle, Act.LOOKED, by)
    yield ReviewRecord(record.item, record.act, by, NOW.replace(year=2028), "", record.text)
