"""Texts that nobody has saved are checked like saved ones, at their line and field, with what mends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.editor.desk.desk_texts import load_desk_texts
from plugins.editor.desk.draft_check import LiveCheck
from plugins.editor.desk.loading import ContentLoader
from plugins.editor.desk.publish_needs import publish_needs
from plugins.editor.fix import fix_content
from tests.building import build_options, content_of

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.editor.desk.draft_check import DraftFinding, Texts
    from plugins.editor.desk.publish_needs import Need

EN_WORDS = load_desk_texts("en")
BUNDLE = "news/2022-12-30-year-in-figures"
RU = "---\ntitle: Год в цифрах\nsummary: Коротко о главном.\ntopics: [health]\n---\n\nПервый абзац.\n"
EN = "---\ntitle: The year in figures\nsummary: In short.\n---\n\nThe first paragraph.\n"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return content_of(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def loader(content: Path) -> ContentLoader:
    return ContentLoader(lambda: build_options(content, preview=True))


@pytest.fixture(scope="module")
def live(loader: ContentLoader) -> LiveCheck:
    return LiveCheck(loader)


def findings(live: LiveCheck, texts: Texts, language: str = "en") -> list[DraftFinding]:
    return list(live.check(BUNDLE, texts, load_desk_texts(language)).findings)


@pytest.mark.parametrize(
    ("ru", "code", "line", "key"),
    [
        (RU.replace("topics", "topcs"), "key-renamed", 4, "topcs"),
        (RU.replace("[health]", "[helth]"), "topic-unknown", 4, "topics"),
        (RU.replace("summary: Коротко о главном.\n", ""), "summary-missing", 1, "summary"),
        (RU.replace("title: Год в цифрах\n", ""), "title-missing", 1, "title"),
        (RU + "\n[слова](/news/nowhere/)\n", "link-dead", 9, ""),
        (RU + "\n### Заголовок\n", "heading-skips", 9, ""),
        (RU + "\nЭто длинное предлажение.\n", "spelling", 9, ""),
        (RU + "\nДва  пробела.\n", "double-space", 9, ""),
        (RU + "\n![](photo.jpg)\n", "picture-without-alt", 9, ""),
        ("no front matter", "front-matter-missing", 1, ""),
        ("", "file-empty", 1, ""),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_problem_is_told_at_its_line_and_field(
    live: LiveCheck, ru: str, code: str, line: int, key: str
) -> None:
    found = [each for each in findings(live, {"ru": ru, "en": EN}) if each.code == code]
    assert [(each.language, each.line, each.key) for each in found] == [("ru", line, key)]


def test_what_is_wrong_in_one_language_only_is_told_there(live: LiveCheck) -> None:
    assert {each.language for each in findings(live, {"ru": RU, "en": EN + "\n# One\n"})} == {"en"}


def test_messages_are_in_the_editors_language(live: LiveCheck) -> None:
    (found,) = findings(live, {"ru": RU + "\n### Заголовок\n", "en": EN}, "ru")
    assert found.message.endswith("Поставьте ##.")
    assert found.accessibility


def test_a_text_without_problems_has_none_and_the_content_stays(live: LiveCheck, content: Path) -> None:
    before = {file: file.read_bytes() for file in content.rglob("*.md")}
    assert findings(live, {"ru": RU, "en": EN}) == []
    assert {file: file.read_bytes() for file in content.rglob("*.md")} == before


def test_the_other_languages_are_read_from_the_disk(live: LiveCheck) -> None:
    found = findings(live, {"ru": RU.replace("абзац.", "абзац о 512 звонках.")})
    assert "en" in {each.language for each in found}


@pytest.mark.parametrize(
    "text",
    [
        RU.replace("topics:", "tags:"),
        RU.replace("topics:", "topics: health #\n#"),
        RU + "\n### Заголовок\n",
        RU + "\n# Один\n\n## Два\n",
        RU + "\nДва  пробела.\n",
        RU + "\n[вопрос](/faq/calling/is-it-fre/)\n",
    ],
)
def test_a_button_does_what_the_command_does(tmp_path: Path, text: str) -> None:
    content = content_of(tmp_path, {f"{BUNDLE}/ru.md": text})
    options = build_options(content, preview=True)
    loader = ContentLoader(lambda: options)
    live = LiveCheck(loader)
    lines = text.split("\n")
    for found in live.check(BUNDLE, {"ru": text}, EN_WORDS).findings:
        for fix in sorted(found.fixes, key=lambda each: each.line, reverse=True):
            assert lines[fix.line - 1] == fix.before
            lines[fix.line - 1 : fix.line] = [] if fix.after is None else [fix.after]
    fix_content(options, lambda: loader.load().result.problems)
    fixed = (content / BUNDLE / "ru.md").read_text(encoding="utf-8")
    if "Два  пробела" not in text:  # advice that the command has from elsewhere
        assert "\n".join(lines) == fixed
    assert "\n".join(lines) != text


def test_suggestions_for_a_word_stay_when_they_are_known(live: LiveCheck) -> None:
    for _ in range(3):
        found = [each for each in findings(live, {"ru": RU + "\nпредлажение\n"}) if each.word]
    assert found[0].word == "предлажение"
    assert "предложение" in found[0].suggestions


def needs(live: LiveCheck, texts: Texts) -> list[Need]:
    checked, published = live.check(BUNDLE, texts, EN_WORDS), live.check_published(BUNDLE, texts, EN_WORDS)
    return list(publish_needs(BUNDLE, checked, published))


@pytest.mark.parametrize(
    ("ru", "en", "expected"),
    [
        (RU, EN, {("unconfirmed", "en", False)}),
        (
            RU.replace("topics", "status: draft\ntopics"),
            EN,
            {("draft", "ru", True), ("unconfirmed", "en", False)},
        ),
        (
            RU.replace("Первый абзац.", "Здесь начинается текст.").replace("topics", "status: draft\ntopics"),
            EN,
            {("problem", "ru", True), ("draft", "ru", True), ("unconfirmed", "en", False)},
        ),
        (
            RU.replace("summary: Коротко о главном.\n", ""),
            EN,
            {("problem", "ru", False), ("unconfirmed", "en", False)},
        ),
        (RU, EN.replace("summary", "translated_from: 1 2\nsummary"), {("lagging", "en", False)}),
    ],
    ids=["nothing", "a draft", "an unfinished draft", "no summary", "lagging"],
)
def test_what_is_needed_for_publishing(
    live: LiveCheck, ru: str, en: str, expected: set[tuple[str, str, bool]]
) -> None:
    found = needs(live, {"ru": ru, "en": en})
    assert {(each.kind, each.language, each.required) for each in found} == expected


def test_a_text_that_is_published_later_is_checked_as_of_then(tmp_path: Path) -> None:
    bundle = "news/2027-01-01-later"
    text = RU.replace("topics", "status: draft\ntopics") + "\n[слова](/news/nowhere/)\n"
    content = content_of(tmp_path, {f"{bundle}/ru.md": text})
    live = LiveCheck(ContentLoader(lambda: build_options(content, preview=True)))
    checked, published = (
        live.check(bundle, {"ru": text}, EN_WORDS),
        live.check_published(bundle, {"ru": text}, EN_WORDS),
    )
    assert [each.code for each in published.findings] == ["link-dead"]
    kinds = [each.kind for each in publish_needs(bundle, checked, published)]
    assert kinds == ["problem", "draft", "untranslated", "scheduled"]
