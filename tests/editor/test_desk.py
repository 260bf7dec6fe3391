"""The desk's commands, one sentence each."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from plugins.content.read import examine
from plugins.diagnostics.problem import ContentError, advice, problem
from plugins.editor.check import check_content
from plugins.editor.new import KINDS, Idea, folder_name, lay_out, read_idea
from plugins.editor.report import exit_code, read_words, report
from plugins.editor.status import read_status
from plugins.editor.translations import confirm, unconfirmed
from tests.building import ROOT, ZONE, brief, content_of, inv, read
from tests.editor.inputs import ALERTS, EN, ITEM, KEYS, RU, item, pair

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.editor.status import Waiting

DAY = dt.date(2023, 1, 31)
FOUND = [problem("content/a,b/ru.md", 3, "title-missing"), advice("content/ru.md", 5, "summary-missing")]


def waiting(content: Path, **changes: object) -> dict[str, tuple[Waiting, ...]]:
    asked = brief(content, **changes)
    return read_status(examine(asked), asked)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Объявлен новый график: 24 часа!", "obyavlen-novyy-grafik-24-chasa"),
        ("Үөрэх дьыла — саҥа", "uorekh-dyla-sanga"),
        ("What’s new?", "whats-new"),
        ("Ёлка и щука", "elka-i-shchuka"),
        ("слово " * 20, "slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo"),
        ("!!!", ""),
    ],
)
def test_a_title_names_a_folder_in_latin_letters(title: str, name: str) -> None:
    assert folder_name(title) == name


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_laid_out_passes_the_check(kind: str, tmp_path: Path) -> None:
    asked = brief(content_of(tmp_path))
    made = lay_out(Idea(kind, {"ru": "Итоги 2023 года", "en": "The year 2023"}, DAY, "health"), asked)
    assert all(path.is_file() for path in made)
    problems = [found for found in check_content(asked) if found.code != "alert-expired"]
    assert not [found for found in problems if found.code != "summary-missing"] or kind == "figures"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_there_is_never_overwritten(kind: str, tmp_path: Path) -> None:
    asked, idea = brief(content_of(tmp_path)), Idea(kind, {"ru": "Итоги 2023 года"}, DAY, "health")
    before = [path.read_bytes() for path in lay_out(idea, asked)]
    with pytest.raises(ContentError, match="such an item already"):
        lay_out(idea, asked)
    assert before


def test_what_a_command_does_not_say_is_asked(tmp_path: Path) -> None:
    answers = iter(["Новый график", "", "31 января 2023", "health"])
    asked, words = brief(content_of(tmp_path)), read_words("ru")
    idea = read_idea("news", [], "", "", brief=asked, words=words, ask=lambda _: next(answers))
    assert idea == Idea("news", {"ru": "Новый график", "en": ""}, DAY, "health")


@pytest.mark.parametrize(
    ("kind", "titles", "date", "code"),
    [
        ("novost", ["Новый"], "", "new-kind"),
        ("news", ["???"], "", "new-title"),
        ("faq", ["Когда?"], "", "new-topic"),
        ("news", ["Новый"], "05.06.2023", "date-ambiguous"),
    ],
)
def test_an_idea_that_cannot_be_laid_out_is_told(
    kind: str, titles: list[str], date: str, code: str, tmp_path: Path
) -> None:
    asked, words = brief(content_of(tmp_path)), read_words("ru")
    with pytest.raises(ContentError) as caught:
        lay_out(read_idea(kind, titles, date, "", brief=asked, words=words, ask=None), asked)
    assert [found.code for found in caught.value.problems] == [code]


def test_a_confirmed_translation_is_fresh_until_its_original_changes(tmp_path: Path) -> None:
    content = content_of(
        tmp_path, pair("Раз.\n\n## Два\n\nТекст.\n\n## Три\n\nТекст.", "One.\n\n## Two\n\n## Three")
    )
    asked = brief(content)
    assert ITEM in unconfirmed(examine(asked).content.bundles)
    assert confirm([f"content/{EN}"], examine(asked).content.bundles, asked) == [f"content/{EN}"]
    assert confirm([ITEM], examine(asked).content.bundles, asked) == []
    assert not waiting(content)["outdated"]
    text = (content / RU).read_text(encoding="utf-8")
    (content / RU).write_text(text.replace("## Три\n\nТекст.", "## Три\n\nДругое."), encoding="utf-8")
    (outdated,) = waiting(content)["outdated"]
    assert (outdated.path, outdated.note) == (f"content/{EN}", "Три")
    (_, edition) = read(content).editions
    assert [each.bundle for each in edition.news if each.outdated] == [ITEM]


def test_spaces_and_punctuation_make_no_translation_outdated(tmp_path: Path) -> None:
    content = content_of(tmp_path, pair("Раз, два - три.", "One."))
    asked = brief(content)
    confirm([ITEM], examine(asked).content.bundles, asked)
    text = (content / RU).read_text(encoding="utf-8")
    (content / RU).write_text(text.replace("Раз, два - три.", "Раз, два —\nтри!"), encoding="utf-8")
    assert not waiting(content)["outdated"]


def test_the_changed_lines_are_told_where_git_knows_them(tmp_path: Path) -> None:
    content = content_of(tmp_path, pair("Раз.", "One."))
    asked = brief(content)
    confirm([ITEM], examine(asked).content.bundles, asked)
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "first")):
        subprocess.run(["git", "-C", str(content), *command], check=True)  # noqa: S607 - whichever git there is
    text = (content / RU).read_text(encoding="utf-8")
    (content / RU).write_text(text.replace("Раз.", "Два."), encoding="utf-8")
    (outdated,) = waiting(content)["outdated"]
    assert outdated.details == ("- Раз.", "+ Два.")


def test_confirming_leaves_the_rest_of_a_file_as_it_was(tmp_path: Path) -> None:
    content = content_of(tmp_path, pair("Раз.", "One."))
    before = b"\xef\xbb\xbf" + (content / EN).read_bytes().replace(b"\n", b"\r\n")
    (content / EN).write_bytes(before)
    asked = brief(content)
    confirm([ITEM], examine(asked).content.bundles, asked)
    lines = (content / EN).read_bytes().split(b"\r\n")
    assert [line for line in lines if not line.startswith(b"translated_from: ")] == before.split(b"\r\n")
    assert len(lines) == len(before.split(b"\r\n")) + 1


def test_an_unknown_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    asked = brief(content_of(tmp_path))
    with pytest.raises(ContentError, match="news/2022-12-30-year-in-figures"):
        confirm(["news/2022-12-30-year"], examine(asked).content.bundles, asked)


def test_the_status_names_everything_that_waits(tmp_path: Path) -> None:
    files = {
        RU: item("status: draft"),
        "news/2030-01-01-later/ru.md": item(title="Позже"),
        "faq/calling/old/ru.md": "---\ntitle: Старый?\ndate: 2020-01-01\nowner: Дежурный\n---\n\nДа.\n",
        **ALERTS["an alert that is over"],
    }
    found = waiting(content_of(tmp_path, files))
    assert [each.path for each in found["drafts"]] == [f"content/{RU}"]
    assert [each.note for each in found["scheduled"]] == ["2030-01-01 00:00"]
    assert f"content/{ITEM}/" in [each.path for each in found["missing"]]
    assert "2020-01-01 Дежурный" in [each.note for each in found["overdue"]]
    assert [each.note for each in found["alerts"]] == ["2026-11-01 08:00"]
    assert f"content/{RU}" in [each.path for each in found["bare"]]


def test_an_alert_is_shown_between_its_moments_on_every_page_and_never_else(tmp_path: Path) -> None:
    content = content_of(tmp_path, ALERTS["an alert"])
    planned = read(content).alert
    assert planned
    shown = [planned.is_active(dt.datetime(2026, month, 15, tzinfo=ZONE)) for month in (10, 11, 12)]
    assert shown == [False, True, False]
    for output, now, expected in (("in", "2026-11-15", True), ("after", "2026-12-15", False)):
        arguments = ("--content", content, "--output", tmp_path / output, "--now", now, "--no-search")
        assert inv("build", *arguments).returncode == 0
        page = (tmp_path / output / "en" / "about" / "index.html").read_text(encoding="utf-8")
        assert ("The line is down" in page) == expected


def test_a_report_for_programs_has_every_problem() -> None:
    told = json.loads(report(FOUND, "en", "json"))
    assert [(each["line"], each["severity"], each["code"]) for each in told] == [
        (3, "error", "title-missing"),
        (5, "advice", "summary-missing"),
    ]


def test_a_report_for_github_escapes_what_it_must() -> None:
    first, second = report(FOUND, "en", "github").splitlines()
    assert first.startswith("::error file=content/a%2Cb/ru.md,line=3::there is no title.")
    assert second.startswith("::warning file=content/ru.md,line=5::")


@pytest.mark.parametrize(
    ("language", "last"), [("ru", "1 ошибка, 1 совет"), ("en", "1 error, 1 piece of advice")]
)
def test_errors_come_first_and_a_count_last(language: str, last: str) -> None:
    lines = report(FOUND, language).splitlines()
    assert lines[-1] == last
    assert [line[: line.find(":")] for line in lines if line.startswith("content/")] == [
        "content/a,b/ru.md",
        "content/ru.md",
    ]
    assert exit_code(FOUND) == 1
    assert exit_code(FOUND[1:]) == 0


def test_the_commands_speak_the_language_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = content_of(tmp_path, KEYS["a key with a slip"])
    for variable, words in (
        ("ru_RU.UTF-8", "Напишите «corrections:»."),
        ("en_GB.UTF-8", "Write “corrections:”."),
    ):
        monkeypatch.setenv("LC_ALL", variable)
        checked = inv("check", "--content", content)
        assert (checked.returncode, words in checked.stdout) == (1, True)


def test_words_that_are_missing_in_the_theme_hide_nothing_else(tmp_path: Path) -> None:
    content = content_of(tmp_path, KEYS["a key with a slip"])
    problems = check_content(brief(content, languages=("ru", "en", "sah")))
    assert {"phrases-missing", "key-renamed"} <= {found.code for found in problems}


def test_every_word_of_the_desk_stands_in_every_language() -> None:
    assert read_words("ru").table.keys() == read_words("en").table.keys()


def test_the_shipped_content_is_without_an_error_and_its_advice_is_followed() -> None:
    found = check_content(brief(ROOT / "content", cache=ROOT / ".cache"))
    assert [each.format("en") for each in found] == []
