"""Names of files and ids: any encoding of letters, every system, litter, and what is overlooked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

import pytest

from entry import normalize_argv
from plugins.content.load import load_site
from plugins.diagnostics.problem import Severity, message_languages
from plugins.editor.proofread import SpellChecker
from plugins.markdown.headings import GENERATED_ID, THEME_IDS
from tests.building import ROOT, build_options, content_of
from tests.images.sample_pictures import encode, photograph
from tests.markdown.documents import codes
from tests.markdown.documents import read as read_text

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.content.site_content import LoadResult

ITEM = "news/2023-01-31-item"
TEXT = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n---\n\n{}\n"
Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")
PICTURE = encode(photograph(60, 40))
FIGURES = """title: {ru: Звонки, en: Calls}
units:
  й:
    ru: {one: край, few: края, many: краёв, other: края, gen: {one: края, other: краёв}}
    en: {one: call, other: calls}
sources: {й: {publisher: {ru: Край, en: Café}, url: none, date: 2022-12-30}}
cards:
- {id: calls, kind: number, title: {ru: Край, en: Café}, value: 5, unit: й, source: й, as_of: 2022-12-30}
"""


def load(folder: Path, files: dict[str, str | bytes]) -> LoadResult:
    return load_site(build_options(content_of(folder, files)))


def found(folder: Path, files: dict[str, str | bytes]) -> dict[str, Severity]:
    """The severity of each problem by code; its message exists in every language."""
    problems = load(folder, files).problems
    assert all(problem.format(language) for problem in problems for language in message_languages())
    return {problem.code: problem.severity for problem in problems}


def site(name_form: Form, text_form: Form) -> dict[str, str | bytes]:
    text = TEXT.format("## Йод {#йод}\n\n[к йоду](#йод) ![Йод в пробирке](йод.jpg) ![Кафе](café%20й.jpg)")
    alert = "level: info\nfrom: 2023-01-01\nuntil: 2030-01-01\ntext: {ru: Новый край, en: Café}\n"
    texts = {f"{ITEM}/ru.md": text, "figures/calls.yaml": FIGURES}
    texts |= {"alert.yaml": alert}
    pictures = {f"{ITEM}/йод.jpg": PICTURE, f"{ITEM}/café й.jpg": PICTURE}
    written: dict[str, str | bytes] = {}
    for name, content in (texts | pictures).items():
        written[normalize(name_form, name)] = (
            normalize(text_form, content) if isinstance(content, str) else content
        )
    return written


@pytest.mark.parametrize("text_form", FORMS)
@pytest.mark.parametrize("name_form", FORMS)
def test_letters_may_be_encoded_in_any_way(name_form: Form, text_form: Form, tmp_path: Path) -> None:
    result = load(tmp_path, site(name_form, text_form))
    expected = load(tmp_path / "nfc", site("NFC", "NFC"))
    assert result.problems == expected.problems == ()
    assert [path for path, _ in result.content.pictures()] == [
        path for path, _ in expected.content.pictures()
    ]
    assert [each.source for each in result.documents] == [each.source for each in expected.documents]
    assert list(result.content.data()) == list(expected.content.data())


@pytest.mark.parametrize("form", FORMS)
def test_percent_encoded_targets_are_read_alike(form: Form, tmp_path: Path) -> None:
    target = "".join(f"%{byte:02X}" for byte in normalize(form, "йод").encode())
    text = TEXT.format(f"## Йод\n\n[к йоду](#{target}) ![Йод в пробирке]({target}.jpg)")
    assert found(tmp_path, {f"{ITEM}/ru.md": text, f"{ITEM}/йод.jpg": PICTURE}) == {}


@pytest.mark.parametrize("form", FORMS)
def test_words_and_arguments_are_read_in_nfc(form: Form, tmp_path: Path) -> None:
    words = tmp_path / "ru.txt"
    words.write_text(normalize(form, "йодйод # край\nёжик*\n"), encoding="utf-8")
    spelling = SpellChecker("ru", words)
    assert spelling.words == {"йодйод"}
    named = tmp_path / normalize(form, "край")
    named.touch()
    arguments = ["new", normalize(form, "--title=ru=Новый край"), str(named), f"--content={named}"]
    assert normalize_argv(arguments) == ["new", "--title=ru=Новый край", str(named), f"--content={named}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (normalize("NFC", "йод.jpg"), normalize("NFD", "йод.jpg")),
        ("photo.jpg", "Photo.jpg"),
        ("photo.jpg", "photo.JPG"),
    ],
)
def test_two_files_of_one_name_are_an_error(one: str, other: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{ITEM}/{one}": PICTURE, f"{ITEM}/{other}": PICTURE}
    assert found(tmp_path, files)["file-names-equal"] is Severity.ERROR


@pytest.mark.parametrize(
    "name",
    ["about/con/ru.md", "about/NUL/ru.md", "aux/ru.md", "prn/ru.md", "about/com1/ru.md", "lpt9/ru.md"]
    + [f"{ITEM}/{name}.jpg" for name in ("con", "Nul", "com1.a", "a:b", "a|b", "a?b")]
    + [f"{ITEM}/ru.md ", "figures/con.yaml"],
)
def test_names_that_windows_cannot_have_are_an_error(name: str, tmp_path: Path) -> None:
    content = TEXT.format("Текст.") if name.endswith(".md") else PICTURE
    assert found(tmp_path, {name: content})["file-name-windows"] is Severity.ERROR


@pytest.mark.parametrize("name", ["about/console/ru.md", "nullable/ru.md", "about/com10/ru.md"])
def test_names_that_only_begin_like_devices_are_accepted(name: str, tmp_path: Path) -> None:
    assert "file-name-windows" not in found(tmp_path, {name: TEXT.format("Текст.")})


@pytest.mark.parametrize("folder", ["", "figures/", "words/", f"{ITEM}/", "news/"])
@pytest.mark.parametrize(
    "name",
    [
        *("Desktop.ini", "desktop.INI", "THUMBS.DB", ".DS_Store", "~$x.docx", ".~lock.x.odt#", "._ru.md"),
        *("@eaDir/ru.md", "__MACOSX/a/ru.md", "ru.md.orig", "ru.md~", "x.part", "x.jpg.crdownload", "#x#"),
        *("x.REJ", "~$x.yaml", "._x.yaml"),
    ],
)
def test_litter_never_matters(folder: str, name: str, tmp_path: Path) -> None:
    assert found(tmp_path, {f"{folder}{name}": b"\xff\x00 litter"}) == {}


@pytest.mark.parametrize(
    "name",
    [
        *("figures/x.yml", "figures/x.yaml.txt", "figures/x.YAML", "figures/old/x.yaml", "figures/x.json"),
        *("words/ru.dic", "words/ru.txt.yaml", f"{ITEM}/ru.bak", f"{ITEM}/RU.bak", f"{ITEM}/ru.orig"),
    ],
)
def test_what_looks_like_content_and_is_not_read_is_advised(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, {name: "x: y\n"}) == {"file-ignored": Severity.ADVICE}


@pytest.mark.parametrize("name", ["RU.md", "ru.markdown", "Ru.MD"])
def test_a_text_with_another_ending_or_in_capitals_is_an_error(name: str, tmp_path: Path) -> None:
    severities = found(tmp_path, {f"{ITEM}/{name}": TEXT.format("Текст.")})
    assert set(severities) <= {"file-language", "file-unknown"}
    assert Severity.ERROR in severities.values()


IDS = sorted(THEME_IDS | {"fn", "fn1", "fnref1", "view-size-large", "year-2022"})


@pytest.mark.parametrize("anchor", IDS)
def test_a_typed_id_of_the_page_is_an_error_and_a_made_one_is_changed(anchor: str) -> None:
    typed = read_text(f"## Раздел {{#{anchor}}}\n")
    assert codes(typed) == {"heading-id-reserved"}
    made = read_text(f"## {anchor}\n\n## {anchor}\n")
    assert made.problems == ()
    ids = [heading.id for heading in made.headings]
    assert anchor not in ids
    assert len(set(ids)) == len(ids)


def test_ids_of_answers_keep_off_their_question_and_cards() -> None:
    assert codes(read_text("## Да {#title}\n", id_prefix="is-it-free-")) == {"heading-id-reserved"}
    assert codes(read_text("## Да {#questions}\n", id_prefix="other-")) == {"heading-id-reserved"}
    assert codes(read_text("## Да {#page}\n", id_prefix="is-it-free-")) == set()
    assert codes(read_text("{card}calls.all\n\n## Да {#calls-all}\n")) == {"heading-id-reserved"}


def test_every_id_of_the_theme_is_reserved() -> None:
    templates = "".join(file.read_text() for file in (ROOT / "theme" / "templates").rglob("*.html"))
    ids = [each for each in re.findall(r'\bid="([^"]+)"', templates) if not each.startswith("{{ ")]
    made = [re.sub(r"\{\{.*?\}\}", "2022", each) for each in ids]
    assert [each for each in made if each not in THEME_IDS and not GENERATED_ID.fullmatch(each)] == []
