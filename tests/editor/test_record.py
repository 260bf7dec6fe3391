"""Recording a release: what `./inv lock` and `./inv publish` write, and what they say when they cannot."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import feedparser
import pytest

from plugins.content.load import load_site
from plugins.editor.record import record_before_publishing, record_release, remember_build
from plugins.editor.report import load_ui_text
from plugins.editor.status import collect_status
from tests.building import NOW, build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "news/2026-11-22-second"
ARTICLE = "---\ntitle: Второе за день\nsummary: Коротко.\n---\nТекст.\n"
FIRST = NOW.replace(hour=9)


def said(cache: Path, output: Path) -> str:
    """What recording a build says in English."""
    fact = record_before_publishing(cache, output)
    return fact(load_ui_text("en")) if fact else ""


class Site:
    """A site that is built and recorded at given moments."""

    def __init__(self, folder: Path) -> None:
        self.content = content_of(folder)
        self.output, self.cache = folder / "output", folder / "cache"

    def build(self, hour: int) -> None:
        now = NOW.replace(hour=hour).isoformat()
        options = ("--content", self.content, "--output", self.output, "--cache", self.cache, "--now", now)
        done = inv("build", *options, "--no-search")
        assert done.returncode == 0, done.stdout + done.stderr

    def record(self) -> str:
        return said(self.cache, self.output)

    def feed(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads((self.output / "ru" / "feed.json").read_bytes())["items"]
        return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.build(9)
    assert "recorded 4 new" in site.record()
    return site


def test_publishing_dates_a_second_item_of_the_day_by_its_release(site: Site) -> None:
    (site.content / NEWS).mkdir()
    (site.content / NEWS / "ru.md").write_text(ARTICLE, encoding="utf-8")
    site.build(15)
    assert site.feed()[0]["date_published"] == "2026-11-22T00:00:00+09:00"
    assert "recorded 1 new" in site.record()
    assert site.feed()[0]["date_published"] == "2026-11-22T15:00:00+09:00"


def test_the_same_content_and_ledger_give_the_same_feeds(site: Site) -> None:
    site.build(15)
    before = (site.output / "ru" / "atom.xml").read_bytes()
    site.record()
    shutil.rmtree(site.output)
    shutil.rmtree(site.cache)
    site.build(20)
    assert (site.output / "ru" / "atom.xml").read_bytes() == before


def test_a_second_publishing_records_nothing(site: Site) -> None:
    assert "nothing new to record" in site.record()


def test_what_was_edited_after_the_build_is_neither_recorded_nor_built(site: Site) -> None:
    ledger, feed = (site.content / "ledger.jsonl").read_bytes(), (site.output / "ru/rss.xml").read_bytes()
    (site.content / NEWS).mkdir()
    (site.content / NEWS / "ru.md").write_text(ARTICLE, encoding="utf-8")
    assert "is not what the content is now" in site.record()
    assert (site.content / "ledger.jsonl").read_bytes() == ledger
    assert (site.output / "ru/rss.xml").read_bytes() == feed


def test_an_output_that_was_built_elsewhere_is_not_recorded(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(site.output, elsewhere)
    assert "was not built here" in said(site.cache, elsewhere)


def test_a_ledger_that_cannot_be_written_is_named_and_stops_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("plugins.editor.record.write_ledger", refuse)
    assert "ledger.jsonl cannot be written (Permission denied)" in site.record()


def test_the_status_lists_what_is_not_recorded(tmp_path: Path) -> None:
    content = content_of(tmp_path, {f"{NEWS}/ru.md": ARTICLE})
    options = build_options(content)
    assert collect_status(load_site(options), options)["unrecorded"] == ()
    record_release(options)
    (content / NEWS / "ru.md").write_text(ARTICLE.replace("Текст", "Иначе"), encoding="utf-8")
    listed = collect_status(load_site(options), options)["unrecorded"]
    assert [(each.path, each.title) for each in listed] == [(f"content/{NEWS}/ru.md", "Второе за\u00a0день")]


def test_lock_says_what_it_recorded(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    first, second = (inv("lock", "--content", content, "--lang", "en") for _ in range(2))
    assert "recorded 4 new" in first.stdout
    assert "nothing new to record" in second.stdout


def test_builds_of_other_folders_are_remembered_beside_each_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        remember_build(tmp_path / "cache", str(tmp_path / name), {"PATH": name})
    assert "was not built here" in said(tmp_path / "cache", tmp_path / "c")


def test_feeds_are_valid_after_a_publishing(site: Site) -> None:
    for file in site.output.rglob("atom.xml"):
        assert feedparser.parse(file.read_bytes()).bozo == 0


def test_publishing_finds_a_build_by_the_cache_that_is_named(site: Site, tmp_path: Path) -> None:
    args = ("--output", site.output, "--lang", "en")
    assert "Name the cache" in inv("publish", f"file:{tmp_path}/a", *args).stdout
    done = inv("publish", f"file:{tmp_path}/b", *args, "--cache", site.cache)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Not recorded" not in done.stdout


def test_a_renamed_folder_is_recorded_as_nothing_new(site: Site) -> None:
    (site.content / NEWS).mkdir()
    (site.content / NEWS / "ru.md").write_text(ARTICLE, encoding="utf-8")
    site.build(15)
    site.record()
    moved = ARTICLE.replace("summary:", f"moved_from: [{NEWS}]\nsummary:")
    (site.content / NEWS).rename(site.content / f"{NEWS}-item")
    (site.content / f"{NEWS}-item" / "ru.md").write_text(moved, encoding="utf-8")
    site.build(16)
    recorded = site.record()
    assert "written anew, with nothing new" in recorded
    assert not any(char == "0" for char in recorded.partition("ledger.jsonl")[2])
    assert "nothing new to record" in site.record()
