"""`./inv init`: a new site from a few answers, which is checked before anything is written."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from plugins.editor.report import load_ui_text
from plugins.editor.site_answers import SiteAnswers, ask, check_answer
from tests.building import DEMO, ROOT, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

KAZAKH = ("--number", "109", "--languages", "kk,ru", "--timezone", "Asia/Almaty", "--area", "KZ")
NAMES = ("--name", "kk=Мысал желісі", "--name", "ru=Линия для примера")
URL = ("--url", "https://line.example.org/109")
FREEPHONE = ("--number", "0800 123 456", "--name", "Example line")
ARABIC = ("--languages", "ar,en")
SITES: dict[str, tuple[str, ...]] = {
    "two languages": (*KAZAKH, *NAMES, *URL),
    "a single language": FREEPHONE,
    "right to left first": ("--number", "211", "--name", "ar=خط", "--name", "en=Line", *ARABIC),
    "scripts and regions": (*FREEPHONE, "--languages", "en,pt-BR,zh-Hant,sr-Latn,es-419"),
    "a language without texts": ("--number", "+33 800 12 34 56", "--name", "Ligne", "--languages", "fr"),
}
"""The arguments of `./inv init`."""
NUMBER, NAME = ("--number", "211"), ("--name", "Line")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("name", SITES)
def test_a_new_site_is_checked_and_built_without_an_edit(name: str, tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "output"
    made = inv("init", *SITES[name], "--yes", "--content", content, "--now", "2026-11-22")
    assert made.returncode == 0, made.stderr
    assert {f"Created: {content / each}" for each in files_of(content)} <= set(made.stdout.splitlines())
    checked = inv("check", "--content", content, "--lang", "en")
    assert "0 errors" in checked.stdout
    built = inv(
        "build", "--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search"
    )
    assert built.returncode == 0, built.stderr
    number = SITES[name][1].replace(" ", "\u00a0")
    for page in output.rglob("*.html"):
        assert number in page.read_text(encoding="utf-8"), page


def test_a_number_and_a_name_are_changed_in_one_place(tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "output"
    made = inv("init", *FREEPHONE, "--languages", "en,ar", "--yes", "--content", content)
    assert made.returncode == 0, made.stderr
    build = ("build", "--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search")
    assert inv(*build).returncode == 0
    site = content / "site.yaml"
    site.write_text(site.read_text().replace("0800 123 456", "0800 999 111").replace("Example", "Aid"))
    assert inv(*build).returncode == 0
    for file in output.rglob("*"):
        if file.suffix in {".html", ".xml", ".json", ".webmanifest"}:
            text = file.read_text(encoding="utf-8").replace("\u00a0", " ")
            assert not [old for old in ("123 456", "Example line", "{number}", "{name}") if old in text], file
    assert "0800\u00a0999\u00a0111" in (output / "ar" / "about" / "index.html").read_text(encoding="utf-8")


def test_a_region_of_a_known_language_needs_no_translation(tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "output"
    made = inv("init", *FREEPHONE, "--languages", "en-GB,ru-BY", "--yes", "--content", content)
    assert made.returncode == 0, made.stderr
    assert "phrases" not in made.stdout
    assert "О сайте" in (content / "about" / "ru-BY.md").read_text(encoding="utf-8")
    build = ("build", "--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search")
    assert inv(*build).returncode == 0
    assert "Поиск" in (output / "ru-BY" / "index.html").read_text(encoding="utf-8")


def test_the_phrases_of_an_example_are_taken(tmp_path: Path) -> None:
    content = tmp_path / "content"
    made = inv("init", *FREEPHONE, "--languages", "en,es-MX", "--yes", "--content", content)
    assert made.returncode == 0, made.stderr
    assert "es-MX.toml:" not in made.stdout
    translated = (ROOT / "examples" / "211" / "phrases" / "es.toml").read_text(encoding="utf-8")
    assert tomllib.loads((content / "phrases" / "es-MX.toml").read_text(encoding="utf-8")) == tomllib.loads(
        translated
    )


@pytest.mark.parametrize("language", ["ar", "es", "kk", "fr"])
def test_every_phrase_that_is_left_to_translate_is_counted(language: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    made = inv("init", *NUMBER, *NAME, "--languages", language, "--yes", "--content", content, "--lang", "en")
    listed = json.loads(inv("check", "--content", content, "--format", "json").stdout)
    left = Counter(each["code"] for each in listed if each["code"].startswith("phrase-"))
    assert left.keys() <= {"phrase-untranslated"}
    told = f"Not translated yet: {left['phrase-untranslated']} phrases" in made.stdout
    assert told is bool(left)


def test_a_file_is_no_place_for_a_site(tmp_path: Path) -> None:
    file = tmp_path / "content"
    file.write_text("A note.")
    failed = inv("init", *FREEPHONE, "--yes", "--content", file, "--lang", "en")
    assert (failed.returncode, "content: this is a file" in failed.stderr) == (1, True), failed.stderr
    assert file.read_text() == "A note."


def test_untranslated_phrases_of_a_language_are_one_line_of_the_check(tmp_path: Path) -> None:
    here = ("--content", tmp_path / "content")
    assert inv("init", *NUMBER, *NAME, "--languages", "de,pt,en", "--yes", *here).returncode == 0
    file = tmp_path / "content" / "phrases" / "de.toml"
    before, _, after = file.read_text(encoding="utf-8").partition("[nav]\n")
    file.write_text(before + after[after.index("\n[") :], encoding="utf-8")
    listed = json.loads(inv("check", *here, "--format", "json").stdout)
    counts = Counter((each["path"], each["code"]) for each in listed if each["code"].startswith("phrase-"))
    assert min(counts.values()) > 1
    for output_format in ("text", "github"):
        lines = inv("check", *here, "--lang", "en", "--format", output_format).stdout.splitlines()
        for (path, code), count in counts.items():
            first = next(each["line"] for each in listed if (each["path"], each["code"]) == (path, code))
            word = "not translated" if code == "phrase-untranslated" else "missing"
            (line,) = (line for line in lines if path in line and word in line)
            assert f" {count} phrases" in line or f"::{count} phrases" in line
            assert str(first) in line


def test_the_feeds_get_an_identity_of_their_own(tmp_path: Path) -> None:
    content = tmp_path / "content"
    assert (
        inv("init", *SITES["two languages"], "--yes", "--content", content, "--now", "2031-01-02").returncode
        == 0
    )
    assert 'authority: "line.example.org,2031"' in (content / "site.yaml").read_text(encoding="utf-8")
    assert not (content / "ledger.jsonl").exists()


def test_a_site_is_never_overwritten(tmp_path: Path) -> None:
    content = tmp_path / "content"
    arguments: tuple[str | Path, ...] = (
        "init",
        *SITES["a single language"],
        "--yes",
        "--content",
        content,
        "--lang",
        "en",
    )
    assert inv(*arguments).returncode == 0
    before = files_of(content)
    again = inv(*arguments)
    assert (again.returncode, "there is a site here already" in again.stderr) == (1, True)
    assert files_of(content) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--name", "Line"), "a new site needs a number"),
        (("--number", "211"), "a new site needs a name"),
        (("--number", "no", *NAME), "Write after --number what is dialled"),
        ((*NUMBER, *NAME, "--languages", "xx"), "--languages: “xx” is not the code of a language"),
        ((*NUMBER, *NAME, "--languages", "../x"), "--languages: "),
        (
            (*NUMBER, *NAME, "--languages", "EN"),
            "--languages: “EN” is not the code of a language. Write: en.",
        ),
        ((*NUMBER, *NAME, "--languages", "pt_br,en"), "Write: pt-BR."),
        ((*NUMBER, *NAME, "--languages", "en,ru,en"), "--languages: "),
        ((*NUMBER, *NAME, "--timezone", "Mars"), "--timezone: "),
        ((*NUMBER, *NAME, "--url", "line"), "--url: "),
        ((*NUMBER, *NAME, "--area", "ZZZ"), "--area: "),
        ((*NUMBER, *NAME, "--area", "ZZ"), "--area: "),
        (
            (*NUMBER, *NAME, "--area", "US,UK"),
            "--area: “UK” is not the code of a country or of its part. Write: GB.",
        ),
        ((*NUMBER, "--name", "fr=Ligne"), "--name: the site has no language “fr”"),
        (
            (*NUMBER, "--name", "ar=خط", "--languages", "ar,en"),
            'no name in the language “en”. Add --name "en=…"',
        ),
        ((*NUMBER, "--name", "EN=Line", "--languages", "en,ru"), "--name: the site has no language “EN”"),
    ],
)
def test_answers_that_cannot_be_used_are_reported_and_nothing_is_written(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    failed = inv("init", *arguments, "--yes", "--content", tmp_path / "content", "--lang", "en")
    assert failed.returncode == 1
    assert message in failed.stderr, failed.stderr
    assert len(failed.stderr.splitlines()) == 1 + 1, failed.stderr
    assert failed.stderr.endswith("\n1 error, 0 pieces of advice\n")
    assert "content/" not in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not (tmp_path / "content").exists()


def test_a_wrong_answer_is_asked_again_on_the_spot() -> None:
    typed = {
        "number": ["", "no", "211"],
        "languages": ["EN", "en,ru,en", "en"],
        "timezone": ["Mars", "Asia/Almaty"],
        "area": ["ZZ", "UK", ""],
        "url": ["line", "https://line.example"],
        "name": ["", "Line"],
    }
    questions: list[str] = []
    answers = iter([answer for each in typed.values() for answer in each])

    def prompt(question: str) -> str:
        questions.append(question)
        return next(answers)

    found = ask(SiteAnswers(), load_ui_text("en"), prompt)
    assert (found.number, found.languages, found.timezone) == ("211", "en", "Asia/Almaty")
    assert (found.area, found.url, list(found.name)) == ("", "https://line.example", ["en=Line"])
    again = [question for question in questions if "\n" in question]
    assert len(again) == sum(len(each) - 1 for each in typed.values())
    assert "Write: GB.\n" in again[-3]


def test_only_names_that_are_missing_are_asked_for() -> None:
    given = SiteAnswers(
        number="211",
        name=("ar=خط",),
        languages="ar,en,es",
        timezone="UTC",
        area="AE",
        url="https://line.example",
    )
    asked: list[str] = []

    def prompt(question: str) -> str:
        asked.append(question)
        return f"Line {len(asked)}"

    assert ask(given, load_ui_text("en"), prompt).name == ["ar=خط", "en=Line 1", "es=Line 2"]
    assert ["(en)" in asked[0], "(es)" in asked[1]] == [True, True]


@pytest.mark.parametrize("kind", ["news", "page", "figures", "alert"])
def test_a_title_in_a_language_that_the_site_does_not_have_is_refused(kind: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    before = files_of(content)
    done = inv("new", kind, "--title", "fr=Titre", "--content", content, "--lang", "en")
    assert (done.returncode, "--title: the site has no language “fr”" in done.stderr) == (1, True), (
        done.stderr
    )
    assert files_of(content) == before


def test_in_a_checkout_the_demonstration_moves_to_the_examples(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "content")
    parts = ("plugins", "theme", "entry.py", "pelicanconf.py", "tasks.py")
    for part in parts:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, tmp_path / part)
    demonstration = files_of(DEMO)
    assert inv("build", "--no-search", root=tmp_path).returncode == 0
    made = inv("init", *SITES["two languages"], "--yes", root=tmp_path)
    assert made.returncode == 0, made.stderr
    assert files_of(tmp_path / "examples" / "122") == demonstration
    assert (tmp_path / "content" / "README.md").is_file()
    built = inv("build", root=tmp_path)
    assert built.returncode == 0, built.stderr
    assert not (tmp_path / "output" / "en").exists()
    again = inv("init", *SITES["two languages"], "--yes", root=tmp_path)
    assert again.returncode == 1


def test_the_five_steps_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    chapter = readme.partition("## Your own hotline\n")[2].partition("\n## ")[0]
    steps = [part for part in re.split(r"^\d\. ", chapter, flags=re.MULTILINE) if part.strip()]
    commands = [shlex.split(re.findall(r"`\./inv ([^`]+)`", step)[-1]) for step in steps]
    assert [command[0] for command in commands] == ["init", "check", "new", "serve", "build"]
    folders = ("--output", str(tmp_path / "output"), "--cache", str(tmp_path / "cache"))
    for command in commands:
        if command[0] != "serve":
            more = folders if command[0] == "build" else ()
            done = inv(*command, "--content", tmp_path / "content", *more)
            assert done.returncode == 0, (command, done.stderr)
    assert "211" in (tmp_path / "output" / "es" / "index.html").read_text(encoding="utf-8")


def test_an_answer_that_is_only_advised_against_is_taken() -> None:
    assert check_answer("url", "http://localhost:8000") is None
