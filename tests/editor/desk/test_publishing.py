"""Publishing from the desk: its steps, what readers get, a second pair of eyes, and what goes wrong."""

from __future__ import annotations

import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.publish_job import PublishJob
from plugins.editor.desk.publish_settings import FILE, PublishSettings, read_settings, write_settings
from plugins.editor.desk.publish_steps import WorkEvent, WorkRequest
from plugins.editor.desk.release_changes import release_changes, unseen_items
from plugins.editor.reviews import ReviewAct, ReviewRecord, add_reviews, review_record, review_states
from plugins.publish import PublishResult
from plugins.publish.publish import list_releases
from tests.building import NOW, build_options, content_of, read

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
        asked = {"target": self.target, "url": "", "editor": "Anna", **more}
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

    def unseen(self, publisher: str) -> list[str]:
        """The items that nobody but the publisher has looked at."""
        options = build_options(self.content, cache=self.folder / "cache")
        return [item.bundle for item in unseen_items(read(self.content), options, publisher)]

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


def test_a_setting_of_the_site_is_told_with_every_page_that_it_changes(editor: Editor) -> None:
    settings = (editor.content / "site.yaml").read_text(encoding="utf-8")
    editor.write(settings.replace('show: "122"', 'show: "129"'), "site.yaml")
    try:
        data: Any = editor.do("prepare")["changes"].data
        assert {"/", "/ru/", "/en/"} <= {page["address"] for page in data["changes"]["pages"]}
        assert data["changes"]["cards"] > 0
    finally:
        editor.write(settings, "site.yaml")


def test_the_page_of_a_topic_of_questions_is_called_by_the_topic(tmp_path: Path) -> None:
    sent = ("en/faq/calling/index.html", "ru/faq/calling/index.html", "ru/about/index.html")
    found = release_changes(PublishResult("", sent=sent), read(content_of(tmp_path)))
    titles = {page.address: page.title for page in found.pages}
    assert titles["/en/faq/calling/"] == "Calling"
    assert titles["/ru/faq/calling/"] == "Как звонить"
    assert titles["/ru/about/"]


def test_who_publishes_alone_says_why_and_it_stays_on_the_list_until_somebody_looks(editor: Editor) -> None:
    editor.write(TEXT)
    refused = editor.publish()
    assert (refused["build"].code, refused[""].state) == ("reason-needed", "failed")
    done = editor.publish(reason="The line is down")
    assert done["send"].text["en"] == load_desk_texts("en").text("publish.sent")
    assert (editor.folder / "www" / "ru" / NEWS / "index.html").is_file()
    state = review_states(editor.content)[NEWS]
    assert state.alone is not None
    assert (state.alone.by, state.alone.note) == ("Anna", "The line is down")
    assert not state.may_look("Anna")
    looked = ReviewRecord(NEWS, ReviewAct.LOOKED, "Boris", NOW.replace(year=2027))
    assert not state.after(looked).is_open
    again = editor.do("prepare")["changes"]
    assert again.data["unseen"] == []  # type: ignore[index] # it is JSON
    assert again.text["en"] == load_desk_texts("en").text("publish.no-changes")


def test_a_text_that_somebody_else_has_seen_needs_no_reason(editor: Editor) -> None:
    editor.write(TEXT.replace("Линия", "Теперь линия"))
    assert editor.unseen("Anna") == [NEWS]
    bundle = read(editor.content).bundles[NEWS]
    record = review_record(bundle, ReviewAct.LOOKED, "Boris")
    add_reviews(editor.content, [replace(record, at=NOW.replace(year=2028))])
    assert editor.unseen("Anna") == []
    assert editor.unseen("Boris") == [NEWS]
    wish = review_record(bundle, ReviewAct.ASK_FACT_CHECK, "Anna", "The numbers")
    add_reviews(editor.content, [replace(wish, at=NOW.replace(year=2029))])
    assert editor.unseen("Anna") == [NEWS]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 256 kB."""
    folder = tmp_path / "full"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk that cannot be written."""
    folder = tmp_path / "locked"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def prepared(editor: Editor) -> str:
    """The digest of what is ready to be published, with something new in it."""
    editor.write(TEXT.replace("Коротко", "Не вышло"))
    data: Any = editor.do("prepare")["changes"].data
    return str(data["prepared"])


def said_in_time(editor: Editor, target: str, **more: Any) -> tuple[str, str]:
    """The step that failed and what was said of it, within `SECONDS`; nothing else happened."""
    before = {path: path.read_bytes() for path in sorted(editor.content.rglob("*")) if path.is_file()}
    live = editor.live
    started = time.monotonic()
    job = PublishJob(editor.request("publish", **{"target": target, "reason": "It must", **more}))
    while job.is_running and not job.is_waiting and time.monotonic() - started < SECONDS:
        time.sleep(0.1)
    said_at, waiting = time.monotonic() - started, job.is_waiting
    job.stop() if waiting else job.wait(1)
    assert said_at < SECONDS
    failed = next(event for event in job.events if event.state == "failed")
    ledger = editor.content / "ledger.jsonl"
    after = {path: path.read_bytes() for path in before if path != ledger}
    assert after == {path: content for path, content in before.items() if path != ledger}
    assert editor.live == live
    return failed.step, load_desk_texts("en").text("publish.waiting") if waiting else failed.text["en"]


def test_a_transfer_program_that_is_missing_is_named(
    editor: Editor, prepared: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = said_in_time(editor, "ssh://anna@127.0.0.1/srv/site", prepared=prepared)
    assert said[0] == "send"
    assert "ssh: not found" in said[1]


def test_a_host_that_is_down_or_silent_is_said_within_seconds(
    editor: Editor, prepared: str, silent_port: int
) -> None:
    refused = said_in_time(editor, "ssh://anna@127.0.0.1:1/srv/site", prepared=prepared)
    assert "The host does not answer" in refused[1]
    silent = said_in_time(editor, f"ssh://anna@127.0.0.1:{silent_port}/srv/site", prepared=prepared)
    assert silent[0] == "send"
    assert "not answer" in silent[1]


def test_a_disk_that_is_full_is_said_and_leaves_no_half_site(
    editor: Editor, prepared: str, full_disk: Path
) -> None:
    said = said_in_time(editor, f"file:{full_disk}/www", prepared=prepared)
    assert said[0] == "send"
    assert "No space left" in said[1]
    assert not (full_disk / "www").exists()


def test_a_look_at_the_changes_says_that_the_place_cannot_be_written(
    editor: Editor, read_only: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for place, reason in ((read_only, "Read-only file system"), (tmp_path / "file", "Not a directory")):
        told = editor.do("prepare", target=f"file:{place}/www")
        assert (told["changes"].state, told[""].state) == ("failed", "failed")
        assert reason in told["changes"].text["en"]


def test_a_kept_release_is_shown_again(editor: Editor) -> None:
    assert editor.live > 1
    done = editor.do("roll-back", release=1)
    assert (done[""].state, editor.live) == ("done", 1)
    assert done["send"].text["en"] == load_desk_texts("en").text("publish.went-back")


def test_what_was_taken_back_is_said_to_be(editor: Editor) -> None:
    editor.publish(reason="It must")
    editor.do("roll-back", release=1)
    told = editor.do("prepare")["changes"]
    assert told.data["changes"]["held"] > 1  # type: ignore[index] # it is JSON
    assert told.text["en"] == load_desk_texts("en").text("publish.behind")


def test_content_in_git_is_committed_and_sent_in_the_editors_name(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    origin, git = tmp_path / "origin.git", ("git", "-C", str(editor.content))
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", origin], check=True)
    subprocess.run(["git", "init", "-q", "-b", "main", editor.content], check=True)
    named = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run([*git, *named, "commit", "-q", "--allow-empty", "-m", "Begin"], check=True)
    subprocess.run([*git, "remote", "add", "origin", origin], check=True)
    subprocess.run([*git, "push", "-q", "-u", "origin", "main"], check=True)
    editor.write(TEXT.replace("Коротко", "В git"))
    done = editor.publish(reason="It must")
    assert done["git"].text["en"] == load_desk_texts("en").text("publish.shared"), done
    log = ["git", "-C", str(origin), "log", "--format=%an: %s"]
    commits = subprocess.run(log, check=True, capture_output=True, text=True).stdout.splitlines()
    assert commits[0] == "Anna: Record the release"
    assert commits[1].startswith("Anna: Edit ")
    assert not subprocess.run([*git, "status", "--porcelain"], check=True, capture_output=True).stdout


def test_where_to_publish_is_kept_out_of_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    settings = PublishSettings("ssh://anna@host.example/srv/site", "https://host.example", git=False)
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings
    status = subprocess.run(["git", "-C", tmp_path, "status", "--porcelain"], check=True, capture_output=True)
    assert not status.stdout
    for damaged in (b"", b"{", b'{"target": 5}', b"\xff"):
        (tmp_path / FILE).write_bytes(damaged)
        assert read_settings(tmp_path) == PublishSettings()


@pytest.mark.parametrize("typed", ["/srv/www/site", " /srv/www/site ", "file:/srv/www/site"])
def test_a_folder_may_be_typed_as_its_path(typed: str, tmp_path: Path) -> None:
    write_settings(tmp_path, PublishSettings(typed))
    assert read_settings(tmp_path).target == "file:/srv/www/site"


@pytest.mark.parametrize(
    ("target", "url"),
    [("srv/www", ""), ("/srv/www?", ""), ("C:\\www", ""), ("ssh://u:secret@h/x", ""), ("", "host.example")],
)
def test_a_place_that_is_none_is_refused(target: str, url: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError) as refused:
        write_settings(tmp_path, PublishSettings(target, url))
    assert "secret" not in refused.value.message("en")
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("language", desk_languages())
def test_every_step_and_state_has_a_name(language: str) -> None:
    texts = load_desk_texts(language)
    for step in ("fetch", "check", "build", "changes", "send", "look", "git"):
        assert texts.text(f"publish.step-{step}")
    for state in ("running", "done", "warning", "failed"):
        assert texts.text(f"publish.state-{state}")


def test_every_step_is_told_in_every_language_of_the_desk(editor: Editor) -> None:
    editor.write(TEXT.replace("Коротко", "На двух языках"))
    jobs = []
    for action, more in (
        ("prepare", {}),
        ("prepare", {"target": f"file:{editor.content / 'site.yaml'}/www"}),
        ("publish", {"prepared": "other"}),
        ("roll-back", {"release": 1}),
    ):
        job = PublishJob(editor.request(action, **more))
        job.wait(120)
        jobs.append(job)
    editor.write("---\ntitel: Новое\n---\n")
    broken = PublishJob(editor.request("prepare"))
    broken.wait(120)
    editor.write(TEXT)
    told = [event for job in (*jobs, broken) for event in job.events if event.text]
    assert {event.state for event in told} == {"done", "failed", "line"}
    assert [
        event for event in told if {*event.text} != {*desk_languages()} or not all(event.text.values())
    ] == []
    problems = {
        code: [problem["message"] for problem in event.in_language(code)["data"]]  # type: ignore[attr-defined] # it is JSON
        for event in broken.events
        if event.state == "failed" and event.step
        for code in desk_languages()
    }
    assert len(problems["ru"]) == len(problems["en"]) > 0
    assert not {*problems["ru"]} & {*problems["en"]}
