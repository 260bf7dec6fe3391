"""The editors' commands: new, confirm, status, check and their output."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.content.load import load_site
from plugins.diagnostics.problem import ContentError, advice, message_languages, problem
from plugins.editor.check import check_content
from plugins.editor.new import KINDS, NewItem, compose_files, write_files
from plugins.editor.new_item_args import NewItemArgs, read_new_item
from plugins.editor.report import exit_code, format_problems, load_ui_text
from plugins.editor.slugs import slugify
from plugins.editor.status import collect_status
from plugins.editor.translations import confirm_translations, unconfirmed_bundles
from tests.building import DEMO, ROOT, SITE, ZONE, build_options, content_of, inv, read
from tests.content.test_links import FIGURES
from tests.editor.inputs import ALERTS, EN, ITEM, KEYS, RU, item, pair

if TYPE_CHECKING:
    from plugins.content.options import BuildOptions
    from plugins.editor.status import TodoItem

DAY = dt.date(2023, 1, 31)
TITLES = {"ru": "Итоги 2023 года", "en": "The year 2023"}
FOUND = [problem("content/a,b/ru.md", 3, "title-missing"), advice("content/ru.md", 5, "summary-missing")]


def status_of(content: Path, **changes: object) -> dict[str, tuple[TodoItem, ...]]:
    options = build_options(content, **changes)
    return collect_status(load_site(options), options)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Объявлен новый график: 24 часа!", "obyavlen-novyy-grafik-24-chasa"),
        ("Үөрэх дьыла — саҥа", "uorekh-dyla-sanga"),
        ("What’s new?", "whats-new"),
        ("Ёлка и щука", "elka-i-shchuka"),
        ("слово " * 20, "slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo"),
        ("!!!", ""),
        ("<b>Линия</b> 🎉 122 ☎️<br>", "liniya-122"),
        ("5 < 6", "5-6"),
        ("{figure}russia-2022.calls звонков", "zvonkov"),
        ("🎉", ""),
    ],
)
def test_slugify_transliterates_and_cuts_between_words(title: str, name: str) -> None:
    assert slugify(title) == name


def write_new(item: NewItem, options: BuildOptions) -> list[Path]:
    """Write a new item's files as the command does."""
    return write_files(compose_files(item, options), options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_item_passes_the_check(kind: str, tmp_path: Path) -> None:
    options = build_options(content_of(tmp_path))
    created = write_new(
        NewItem(kind, {"ru": "Итоги 2023 года", "en": "The year 2023"}, DAY, "health"), options
    )
    assert all(path.is_file() for path in created)
    problems = [found for found in check_content(options) if found.code != "alert-expired"]
    assert not [found for found in problems if found.code != "summary-missing"] or kind == "figures"


@pytest.mark.parametrize("kind", KINDS)
def test_an_existing_item_is_never_overwritten(kind: str, tmp_path: Path) -> None:
    options, new = (
        build_options(content_of(tmp_path)),
        NewItem(kind, TITLES, DAY, "health"),
    )
    created = write_new(new, options)
    before = [path.read_bytes() for path in created]
    with pytest.raises(ContentError, match="such an item already"):
        write_new(new, options)
    assert [path.read_bytes() for path in created] == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_that_cannot_be_written_leaves_nothing_behind(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = build_options(content_of(tmp_path))
    before = sorted(options.content.rglob("*.*"))
    write_text = Path.write_text

    def run_out_of_space(file: Path, text: str, **named: str) -> int:
        write_text(file, text[:10], **named)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))

    monkeypatch.setattr(Path, "write_text", run_out_of_space)
    with pytest.raises(OSError, match="No space left"):
        write_new(NewItem(kind, TITLES, DAY, "health"), options)
    assert sorted(options.content.rglob("*.*")) == before
    monkeypatch.undo()
    write_new(NewItem(kind, TITLES, DAY, "health"), options)


def test_new_prompts_for_missing_arguments(tmp_path: Path) -> None:
    answers = iter(["Новый график", "", "31 января 2023", "health"])
    options, texts = build_options(content_of(tmp_path)), load_ui_text("ru")
    new = read_new_item(NewItemArgs("news"), options, texts, lambda _: next(answers))
    assert new == NewItem("news", {"ru": "Новый график", "en": ""}, DAY, "health")


@pytest.mark.parametrize(
    ("kind", "titles", "date", "code"),
    [
        ("novost", ["Новый"], "", "new-kind"),
        ("news", ["???"], "", "new-title"),
        ("faq", ["Когда?"], "", "new-topic"),
        ("news", ["Новый"], "05.06.2023", "date-ambiguous"),
    ],
)
def test_new_reports_arguments_it_cannot_use(
    kind: str, titles: list[str], date: str, code: str, tmp_path: Path
) -> None:
    options, texts = build_options(content_of(tmp_path)), load_ui_text("ru")
    with pytest.raises(ContentError) as caught:
        write_new(read_new_item(NewItemArgs(kind, titles, date), options, texts, None), options)
    assert [found.code for found in caught.value.problems] == [code]


@pytest.mark.parametrize("language", message_languages())
@pytest.mark.parametrize("kind", ["news", "page", "figures"])
def test_the_remedy_of_a_title_without_letters_can_be_typed(kind: str, language: str, tmp_path: Path) -> None:
    options = build_options(content_of(tmp_path))
    options = replace(options, site=replace(options.site, languages=("en-GB", "es")))
    texts = load_ui_text(language)
    with pytest.raises(ContentError) as caught:
        write_new(read_new_item(NewItemArgs(kind), options, texts, None), options)
    offered = re.findall(r'--title "(.+?)"', caught.value.problems[0].message(language))
    assert write_new(read_new_item(NewItemArgs(kind, offered), options, texts, None), options)


def test_a_confirmed_translation_is_up_to_date_until_its_original_changes(tmp_path: Path) -> None:
    content = content_of(
        tmp_path, pair("Раз.\n\n## Два\n\nТекст.\n\n## Три\n\nТекст.", "One.\n\n## Two\n\n## Three")
    )
    options = build_options(content)
    assert ITEM in unconfirmed_bundles(load_site(options).content.bundles)
    assert confirm_translations([f"content/{EN}"], load_site(options).content.bundles, options) == [
        f"content/{EN}"
    ]
    assert confirm_translations([ITEM], load_site(options).content.bundles, options) == []
    assert not status_of(content)["outdated"]
    text = (content / RU).read_text(encoding="utf-8")
    (content / RU).write_text(text.replace("## Три\n\nТекст.", "## Три\n\nДругое."), encoding="utf-8")
    (outdated,) = status_of(content)["outdated"]
    assert (outdated.path, outdated.note) == (f"content/{EN}", "Три")
    (_, edition) = read(content).editions
    assert [each.bundle for each in edition.news if each.outdated] == [ITEM]


def test_spacing_and_punctuation_do_not_outdate_a_translation(tmp_path: Path) -> None:
    content = content_of(tmp_path, pair("Раз, два - три.", "One."))
    options = build_options(content)
    confirm_translations([ITEM], load_site(options).content.bundles, options)
    text = (content / RU).read_text(encoding="utf-8")
    (content / RU).write_text(text.replace("Раз, два - три.", "Раз, два —\nтри!"), encoding="utf-8")
    assert not status_of(content)["outdated"]


@pytest.mark.parametrize("value", [None, 512, 513])
def test_status_shows_the_changed_lines_from_git_history(value: int | None, tmp_path: Path) -> None:
    content = content_of(tmp_path, {**pair("Раз.", "One."), "figures/results.yaml": FIGURES})
    if value:
        for path, title in ((RU, "Принято {figure}results.calls"), (EN, "{figure}results.calls taken")):
            text = re.sub("title: .*", f'title: "{title}"', (content / path).read_text(encoding="utf-8"))
            (content / path).write_text(text, encoding="utf-8")
    options = build_options(content)
    confirm_translations([ITEM], load_site(options).content.bundles, options)
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "first")):
        subprocess.run(["git", "-C", str(content), *command], check=True)
    text = (content / RU).read_text(encoding="utf-8")
    (content / RU).write_text(text.replace("Раз.", "Два."), encoding="utf-8")
    figures = FIGURES.replace("512", str(value or 512))
    (content / "figures" / "results.yaml").write_text(figures, encoding="utf-8")
    (outdated,) = status_of(content)["outdated"]
    assert outdated.details[-2:] == ("- Раз.", "+ Два.")
    assert ("results.calls" in str(outdated.details)) is (value == 513)


def test_confirm_changes_one_line_only(tmp_path: Path) -> None:
    content = content_of(tmp_path, pair("Раз.", "One."))
    before = b"\xef\xbb\xbf" + (content / EN).read_bytes().replace(b"\n", b"\r\n")
    (content / EN).write_bytes(before)
    options = build_options(content)
    confirm_translations([ITEM], load_site(options).content.bundles, options)
    lines = (content / EN).read_bytes().split(b"\r\n")
    assert [line for line in lines if not line.startswith(b"translated_from: ")] == before.split(b"\r\n")
    assert len(lines) == len(before.split(b"\r\n")) + 1


def test_confirm_suggests_the_nearest_name(tmp_path: Path) -> None:
    options = build_options(content_of(tmp_path))
    with pytest.raises(ContentError, match="news/2022-12-30-year-in-figures"):
        confirm_translations(["news/2022-12-30-year"], load_site(options).content.bundles, options)


def test_status_lists_every_kind_of_task(tmp_path: Path) -> None:
    files = {
        RU: item("status: draft"),
        "news/2030-01-01-later/ru.md": item(title="Позже"),
        "faq/calling/old/ru.md": "---\ntitle: Старый?\ndate: 2020-01-01\nowner: Дежурный\n---\n\nДа.\n",
        **ALERTS["an alert that is over"],
    }
    found = status_of(content_of(tmp_path, files))
    assert [each.path for each in found["drafts"]] == [f"content/{RU}"]
    assert [each.note for each in found["scheduled"]] == ["2030-01-01 00:00"]
    assert f"content/{ITEM}/" in [each.path for each in found["missing"]]
    assert "2020-01-01 Дежурный" in [each.note for each in found["overdue"]]
    assert [each.note for each in found["alerts"]] == ["2026-11-01 08:00"]
    assert f"content/{RU}" in [each.path for each in found["incomplete"]]


YEAR_SET = """\
title: {{ru: Год, en: Year}}
sources:
  paper: {{publisher: {{ru: Газета, en: Paper}}, url: {url}, date: {year}-12-27}}
cards:
  - id: calls
    kind: number
    title: {{ru: Звонки, en: Calls}}
    unit: none
    value: 5
    source: paper
"""


@pytest.mark.parametrize(
    ("urls", "years", "expected"),
    [
        (("https://paper.example/a", "https://www.paper.example/b"), (2024, 2025), ["first.calls"]),
        (("https://paper.example/a", "https://paper.example/b"), (2025, 2025), []),
        (("https://paper.example/a", "https://other.example/b"), (2024, 2025), []),
        (("none", "none"), (2025, 2024), ["second.calls"]),
    ],
)
def test_status_lists_figures_whose_source_has_a_newer_year(
    urls: tuple[str, str], years: tuple[int, int], expected: list[str], tmp_path: Path
) -> None:
    names = ("figures/first.yaml", "figures/second.yaml")
    files: dict[str, str | bytes] = {
        name: YEAR_SET.format(url=url, year=year) for name, url, year in zip(names, urls, years, strict=True)
    }
    found = status_of(content_of(tmp_path, files))["newer_sources"]
    assert [each.title for each in found] == expected
    assert all(str(max(years)) in each.note for each in found)


def test_an_alert_is_shown_only_between_its_start_and_end(tmp_path: Path) -> None:
    content = content_of(tmp_path, ALERTS["an alert"])
    planned = read(content).alert
    assert planned
    shown = [planned.is_active(dt.datetime(2026, month, 15, tzinfo=ZONE)) for month in (10, 11, 12)]
    assert shown == [False, True, False]
    for output, now, expected in (("in", "2026-11-15", True), ("after", "2026-12-15", False)):
        arguments = ("--content", content, "--output", tmp_path / output, "--now", now, "--no-search")
        assert inv("build", *arguments).returncode == 0
        page = (tmp_path / output / "en" / "about" / "index.html").read_text(encoding="utf-8")
        assert ("The line is down" in page.replace("\u00a0", " ")) == expected


def test_the_json_report_has_every_problem() -> None:
    entries = json.loads(format_problems(FOUND, "en", "json"))
    assert [(each["line"], each["severity"], each["code"]) for each in entries] == [
        (3, "error", "title-missing"),
        (5, "advice", "summary-missing"),
    ]


def test_the_github_report_escapes_properties() -> None:
    first, second = format_problems(FOUND, "en", "github").splitlines()
    assert first.startswith("::error file=content/a%2Cb/ru.md,line=3::there is no title.")
    assert second.startswith("::warning file=content/ru.md,line=5::")


@pytest.mark.parametrize(
    ("language", "last"), [("ru", "1 ошибка, 1 совет"), ("en", "1 error, 1 piece of advice")]
)
def test_the_text_report_puts_errors_first_and_counts_last(language: str, last: str) -> None:
    lines = format_problems(FOUND, language).splitlines()
    assert lines[-1] == last
    assert [line[: line.find(":")] for line in lines if line.startswith("content/")] == [
        "content/a,b/ru.md",
        "content/ru.md",
    ]
    assert exit_code(FOUND) == 1
    assert exit_code(FOUND[1:]) == 0


def test_commands_print_in_the_language_of_the_environment(
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


def test_missing_theme_phrases_do_not_hide_other_problems(tmp_path: Path) -> None:
    content = content_of(tmp_path, KEYS["a key with a slip"])
    problems = check_content(build_options(content, site=replace(SITE, languages=("ru", "en", "sah"))))
    assert {"phrases-missing", "key-renamed"} <= {found.code for found in problems}
    assert [each.path for each in problems if each.code == "phrases-missing"] == ["content/phrases/sah.toml"]


def test_every_ui_text_exists_in_every_language() -> None:
    assert load_ui_text("ru").entries.keys() == load_ui_text("en").entries.keys()


def test_the_shipped_content_has_no_errors_or_advice() -> None:
    found = check_content(build_options(DEMO, cache=ROOT / ".cache"))
    assert [each.format("en") for each in found] == []


@pytest.mark.parametrize("kind", ["news", "faq", "summary"])
def test_a_new_item_with_an_unknown_topic_is_refused_before_anything_is_written(
    kind: str, tmp_path: Path
) -> None:
    content = content_of(tmp_path)
    before = sorted(content.rglob("*"))
    made = inv(
        "new", kind, "--title", "en=New", "--topic", "health, nope", "--content", content, "--lang", "en"
    )
    assert made.returncode == 1
    assert "topics.yaml:1: there is no topic “nope”" in made.stderr
    assert sorted(content.rglob("*")) == before


def test_a_title_is_not_copied_into_another_language(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    made = inv("new", "news", "--title", "ru=Новый график", "--date", "2023-01-31", "--content", content)
    assert made.returncode == 0
    folder = content / "news" / "2023-01-31-novyy-grafik"
    assert 'title: "…"' in (folder / "en.md").read_text(encoding="utf-8")
    assert load_site(build_options(content)).ok
    for file in folder.iterdir():
        text = re.sub("(?m)^status: .*\n", "", file.read_text(encoding="utf-8"))
        file.write_text(text.replace("Здесь начинается текст", "Да").replace("The text begins here", "Yes"))
    problems = [each.code for each in load_site(build_options(content)).problems if "2023" in each.path]
    assert "title-wordless" in problems


def test_an_alert_needs_its_text_in_every_language(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    made = inv("new", "alert", "--title", "ru=Линия перегружена", "--content", content, "--lang", "en")
    assert made.returncode == 1
    assert "--title" in made.stderr
    assert not (content / "alert.yaml").exists()
