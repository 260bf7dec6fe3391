"""How much is done after one edit, counted: seconds would tell of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from plugins.build import parallel
from plugins.content import documents
from plugins.markdown.reader import read_document
from plugins.pages.render import PageRenderer
from tests.incremental.edits import replace
from tests.incremental.workplace import Workplace

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.model.document import Document
    from plugins.pages.views import Page, Site
    from plugins.release.release import ReleaseSummary


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    place = Workplace.made(tmp_path_factory.mktemp("site"))
    place.build()
    return place


class Counted:
    """A build with a count of what it did."""

    def __init__(self, place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.converted = self.rendered = 0
        render = PageRenderer.render

        def reading(*arguments: Any, **names: Any) -> Document:
            self.converted += 1
            return read_document(*arguments, **names)

        def rendering(renderer: PageRenderer, site: Site, page: Page) -> bytes:
            self.rendered += 1
            return render(renderer, site, page)

        monkeypatch.setattr(parallel, "worker_count", lambda: 1)  # workers are not counted
        monkeypatch.setattr(documents, "read_document", reading)
        monkeypatch.setattr(PageRenderer, "render", rendering)
        self.summary: ReleaseSummary = place.build()
        monkeypatch.undo()


def test_nothing_is_done_when_nothing_changed(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(place, monkeypatch)
    assert (counted.converted, counted.rendered, counted.summary.written) == (0, 0, ())


def test_a_text_edit_converts_one_file_and_renders_one_page(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = place.content / article_of(place)
    with article.open("a", encoding="utf-8") as text:
        text.write("\nЕщё одно предложение.\n")
    counted = Counted(place, monkeypatch)
    assert (counted.converted, counted.rendered) == (1, 1)
    beside = [path for path in counted.summary.written if not path.endswith("index.html")]
    assert all("feed" in path or path.endswith((".xml", "worker.js")) for path in beside)


def test_a_new_title_renders_the_pages_that_show_it_and_no_others(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(place.content / article_of(place), 'title: "', 'title: "Иначе: ')
    counted = Counted(place, monkeypatch)
    shown = [path for path in counted.summary.written if path.endswith(".html")]
    assert counted.converted == 1
    assert counted.rendered == len(shown) < 20


def test_a_file_that_was_only_touched_is_not_converted(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.content / article_of(place)).touch()
    counted = Counted(place, monkeypatch)
    assert (counted.converted, counted.rendered, counted.summary.written) == (0, 0, ())


@pytest.mark.parametrize(
    ("template", "pages"),
    [
        ("summary.html", "??/summaries/*/index.html"),
        ("parts/pager.html", "??/news/index.html ??/news/page/*/*.html ??/topics/*/**/index.html"),
        ("parts/teaser.html", ""),
    ],
)
def test_a_template_edit_renders_the_pages_made_of_it_and_no_others(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, template: str, pages: str
) -> None:
    file = place.folder / "theme" / "templates" / template
    file.write_text("{# a note #}" + file.read_text("utf-8"), encoding="utf-8")
    counted = Counted(place, monkeypatch)
    made = {path for pattern in pages.split() for path in place.output.glob(pattern)}
    every = sum(path.endswith(".html") for path in counted.summary.paths)
    assert (counted.converted, counted.summary.written) == (0, ())
    assert counted.rendered == len(made) if made else len(made) < counted.rendered < every


def article_of(place: Workplace) -> Path:
    """An article from the middle of the news."""
    found = sorted(place.content.glob("news/*-news-*/ru.md"))
    return found[len(found) // 2].relative_to(place.content)
