"""A second pair of eyes: its records, what is open, and previews that can be sent."""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from plugins.content.load import load_site
from plugins.editor.preview.worker import build_preview
from plugins.editor.preview_package import PackagedPage, PreviewPackage, zip_files
from plugins.editor.report import load_ui_text
from plugins.editor.reviews import (
    FILE,
    ReviewAct,
    ReviewRecord,
    ReviewState,
    add_reviews,
    read_reviews,
    review_record,
    review_states,
    text_digest,
)
from plugins.editor.status import collect_status
from tests.building import NOW, ROOT, build_options, content_of, inv, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ITEM = "news/2022-12-30-year-in-figures"
DRAFT = "---\ntitle: Черновик\nsummary: Коротко.\nstatus: draft\n---\nТекст. ![Кадр](photo.png)\n"
LINKS = ("href", "src", "srcset", "poster", "action")


def record(act: ReviewAct, by: str, hours: int = 0) -> ReviewRecord:
    return ReviewRecord(ITEM, act, by, NOW + timedelta(hours=hours), "why")


@pytest.mark.parametrize(
    ("acts", "wishes", "alone", "looked"),
    [
        ((), 0, False, False),
        ((ReviewAct.ASK_REVIEW,), 1, False, False),
        ((ReviewAct.ASK_REVIEW, ReviewAct.ASK_FACT_CHECK, ReviewAct.ALONE), 2, True, False),
        ((ReviewAct.ASK_REVIEW, ReviewAct.ALONE, ReviewAct.LOOKED), 0, False, True),
        ((ReviewAct.LOOKED, ReviewAct.ALONE), 0, True, True),
    ],
)
def test_a_look_ends_what_was_open(
    acts: tuple[ReviewAct, ...], wishes: int, alone: Literal[True, False], looked: Literal[True, False]
) -> None:
    state = ReviewState()
    for number, act in enumerate(acts):
        state = state.after(record(act, f"Editor {number}"))
    assert (len(state.wishes), state.alone is not None, state.looked is not None) == (wishes, alone, looked)
    assert state.is_open == bool(wishes or alone)


def test_who_asked_or_published_is_no_second_pair_of_eyes() -> None:
    state = ReviewState().after(record(ReviewAct.ASK_REVIEW, "Anna")).after(record(ReviewAct.ALONE, "Boris"))
    assert [state.may_look(name) for name in ("Anna", "Boris", "Vera")] == [False, False, True]


def test_records_are_kept_in_order_and_lines_that_are_none_are_passed_over(tmp_path: Path) -> None:
    assert read_reviews(tmp_path) == ()
    add_reviews(tmp_path, [record(ReviewAct.LOOKED, "Boris", 2)])
    with (tmp_path / FILE).open("ab") as file:
        file.write(
            b'<<<<<<< ours\n{"item": 5}\n\xff\n[]\n{"item":"a","act":"x","by":"b","at":"2026-01-01"}\n{'
        )
    add_reviews(tmp_path, [record(ReviewAct.ALONE, "Anna", 1)])
    assert [each.by for each in read_reviews(tmp_path)] == ["Anna", "Boris"]
    assert not review_states(tmp_path)[ITEM].is_open


def test_a_look_counts_for_the_words_that_were_looked_at(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    bundle = read(content).bundles[ITEM]
    state = ReviewState().after(review_record(bundle, ReviewAct.LOOKED, "Boris"))
    assert state.is_seen(text_digest(bundle), "Anna")
    assert not state.is_seen(text_digest(bundle), "Boris")
    file = content / ITEM / "ru.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n---\n", "\nowner: Anna\n---\n", 1), encoding="utf-8")
    assert state.is_seen(text_digest(read(content).bundles[ITEM]), "Anna")
    file.write_text(f"{text}\nЕщё слово.\n", encoding="utf-8")
    assert not state.is_seen(text_digest(read(content).bundles[ITEM]), "Anna")


def test_the_status_lists_what_waits_for_a_look(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    add_reviews(content, [record(ReviewAct.ASK_FACT_CHECK, "Anna"), record(ReviewAct.ALONE, "Boris", 1)])
    options = build_options(content)
    status = collect_status(load_site(options), options)
    assert [each.note for each in status["wishes"]] == ["fact-check Anna"]
    assert [each.details for each in status["second_look"]] == [("why",)]


def test_readers_get_the_same_with_and_without_the_records(tmp_path: Path) -> None:
    content, output = content_of(tmp_path), tmp_path / "output"
    options = ("--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search")
    digests = set()
    for _ in range(2):
        assert inv("build", *options, "--now", NOW.isoformat()).returncode == 0
        digests.add(hashlib.sha256((output / ".release.json").read_bytes()).hexdigest())
        add_reviews(content, [record(ReviewAct.ALONE, "Anna")])
    assert len(digests) == 1


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A preview to send, of a draft with a photo and of a published item."""
    folder = tmp_path_factory.mktemp("preview")
    photo = (ROOT / "docs/cards.png").read_bytes()
    content = content_of(folder, {"news/2026-11-20-new/ru.md": DRAFT, "news/2026-11-20-new/photo.png": photo})
    settings = {
        "PATH": str(content),
        "OUTPUT_PATH": str(folder / "output"),
        "CACHE_PATH": str(folder / "cache"),
        "SITEURL": "http://127.0.0.1:8000/base",
        "PREVIEW": True,
        "SEARCH": False,
        "NOW": NOW.isoformat(),
    }
    assert build_preview(settings)["problems"] == []
    pages = [
        PackagedPage("ru/news/2026-11-20-new/index.html", "ru"),
        *(PackagedPage(f"{code}/{ITEM}/index.html", code) for code in ("ru", "en")),
    ]
    texts = load_ui_text("ru")
    package = PreviewPackage(
        folder / "output", pages, "http://127.0.0.1:8000/base", "https://122.example", texts, "<b>"
    )
    return dict(package.files())


def test_every_link_of_a_preview_leads_into_it_or_to_the_public_site(files: dict[str, bytes]) -> None:
    for path in (path for path in files if path.endswith(".html")):
        document = html.document_fromstring(files[path])
        assert not document.xpath("//script | //meta[@http-equiv] | //link[@rel='canonical']")
        assert b"127.0.0.1" not in files[path]
        for element, target in links(document):
            if urlsplit(target).scheme:
                assert element.tag in {"a", "area", "form"}, target
            elif not target.startswith("#"):
                place = posixpath.join(posixpath.dirname(path), unquote(target.partition("#")[0]))
                assert posixpath.normpath(place) in files, target


def links(document: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Every address that a page names, with the element that names it."""
    for element in document.iter("*"):
        for value in (element.get(name) for name in LINKS):
            yield from ((element, each.split()[0]) for each in (value or "").split(",") if each.strip())


def test_a_preview_says_that_it_is_none_of_the_site(files: dict[str, bytes]) -> None:
    page = html.document_fromstring(files["ru/news/2026-11-20-new/index.html"])
    assert "не опубликовано" in page.text_content()
    assert page.xpath("//meta[@name='robots']/@content")[-1] == "noindex"
    contents = html.document_fromstring(files["index.html"])
    assert len(contents.xpath("//li/a")) == 3
    assert "<b>" in contents.text_content()
    assert any(path.endswith((".webp", ".avif", ".png", ".jpg")) for path in files)


def test_the_list_of_a_preview_has_the_styles_of_paper_on_paper_only(files: dict[str, bytes]) -> None:
    links = html.document_fromstring(files["index.html"]).xpath("//link[@rel='stylesheet']")
    media = {link.get("href").partition(".")[0].rpartition("/")[2]: link.get("media") for link in links}
    assert media.pop("print") == "print"
    assert {*media.values()} == {None}


def test_the_archive_is_the_same_for_the_same_pages(files: dict[str, bytes]) -> None:
    archive = zip_files(files, "item")
    assert archive == zip_files(dict(files), "item")
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [f"item/{path}" for path in sorted(files)]


def test_a_moment_without_a_zone_is_no_record(tmp_path: Path) -> None:
    line = {"item": ITEM, "act": "alone", "by": "Anna", "at": "2026-01-01T00:00:00"}
    (tmp_path / FILE).write_text(json.dumps(line), encoding="utf-8")
    assert read_reviews(tmp_path) == ()


def test_the_command_asks_notes_and_writes_a_folder_to_send(tmp_path: Path) -> None:
    content, name = content_of(tmp_path), f"content/{ITEM}/ru.md"
    lang = ("--content", content, "--lang", "en")
    assert "Asked" in inv("review", name, "--ask", "fact-check", "--note", "The sum", *lang).stdout
    asked_by = read_reviews(content)[0].by
    own = inv("review", ITEM, "--looked", asked_by, *lang)
    assert (own.returncode, "Name somebody else" in own.stderr) == (1, True)
    done = inv("review", ITEM, "--looked", "Vera", "--preview", tmp_path / "send", *lang)
    assert "Noted that Vera has looked" in done.stdout
    assert (tmp_path / "send" / "ru" / ITEM / "index.html").is_file()
    assert not review_states(content)[ITEM].is_open
    unknown = inv("review", "news/2022-12-30-year-in-figure", "--ask", "review", *lang)
    assert (unknown.returncode, ITEM in unknown.stderr) == (1, True)
