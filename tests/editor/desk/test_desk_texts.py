"""The desk's words: complete in every language, with the same values, and none that no screen shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import load_messages, problem
from plugins.editor.desk.api import sentence
from plugins.editor.desk.desk_texts import TEXTS, desk_languages, load_desk_texts
from plugins.i18n.language import Language
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DESK = ROOT / "plugins" / "editor" / "desk"
VALUE = re.compile(r"\{(\w+)\}")
USED = re.compile(r"[\"'`]([a-z][\w-]*\.[a-z][\w-]*(?:\$\{|[\"'`]))")
OTHERS = sorted(set(desk_languages()) - {"en"})


NOT_AT_DESK = re.compile(
    r"init-|import-|content-missing|ledger-|phrases-(?!missing)|publish-not-built|verify-|option-"
    r"|new-(?:title|topic|alert|source)|act-words-count|hotfix-|release-(?:not-ours|not-a-folder|in-place)"
)
"""Messages of commands that the desk does not run, and of files that nobody edits."""
TERMINAL = re.compile(r"\./inv|\b(?:status|summary|title|reason|parity_exceptions): ")
COMMAND = re.compile(r"\./inv|(?<!\S)--[a-z]|the (?:same )?command|команд(?:у|а)\b")


def sentences(entry: object) -> list[str]:
    return [str(each) for each in entry.values()] if isinstance(entry, dict) else [str(entry)]


def used_keys() -> Iterator[str]:
    """Keys in the sources; one that is put together ends where its variable part begins."""
    files = [*DESK.rglob("*.js"), *DESK.glob("*.py")]
    for file in files:
        if file.name != "vendor.js":
            for found in USED.findall(file.read_text(encoding="utf-8")):
                key = found[:-1].removesuffix("$")
                if not key.endswith((".html", ".js", ".css", ".yaml")):
                    yield key


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_texts_with_the_same_values(language: str) -> None:
    english, other = load_desk_texts("en").entries, load_desk_texts(language).entries
    assert english.keys() == other.keys()
    for key, entry in english.items():
        values = {frozenset(VALUE.findall(each)) for each in sentences(entry)}
        assert values >= {frozenset(VALUE.findall(each)) for each in sentences(other[key])}, key


@pytest.mark.parametrize("language", desk_languages())
def test_texts_with_numbers_have_every_plural_form(language: str) -> None:
    categories = set(Language(language).plural_categories)
    for key, entry in load_desk_texts(language).entries.items():
        assert isinstance(entry, str) or set(entry) == categories, key
        assert all(each.strip() == each != "" for each in sentences(entry)), key


def test_every_key_that_a_screen_names_has_its_text() -> None:
    screens = {file.stem for file in (TEXTS / "en").glob("*.toml")}
    known = load_desk_texts("en").entries
    used = {key for key in used_keys() if key.partition(".")[0] in screens}
    assert len(used) > 50
    assert [key for key in sorted(used) if key not in known and not _begins(key, known)] == []


def _begins(start: str, known: object) -> bool:
    assert isinstance(known, dict)
    return start[-1] in "-_" and any(key.startswith(start) for key in known)


@pytest.mark.parametrize("language", desk_languages())
def test_what_the_desk_says_of_a_problem_names_no_command(language: str) -> None:
    own = [
        key.removeprefix("message.")
        for key in load_desk_texts(language).entries
        if key.startswith("message.")
    ]
    messages = load_messages(language)
    assert set(own) <= messages.keys()
    for code, message in messages.items():
        named = dict.fromkeys(VALUE.findall(message["what"] + message["fix"]), "1")
        for found in (problem("news/a/ru.md", 1, code, **named), BuildError(code, **named)):
            told = sentence(found, language)
            assert not COMMAND.search(told) or NOT_AT_DESK.match(code), code
            assert code not in own or not TERMINAL.search(told), code


@pytest.mark.parametrize("language", desk_languages())
def test_a_word_without_like_ones_is_told_without_a_list_of_them(language: str) -> None:
    near, none = (problem("a.md", 1, "spelling", word="abc", near=near) for near in ("abd", "—"))
    assert "abd" in sentence(near, language)
    assert "—" not in sentence(none, language).replace(" — ", "")
    assert "abc" in sentence(none, language)


@pytest.mark.parametrize("language", desk_languages())
def test_git_is_named_only_where_it_is_chosen_and_where_it_refuses(language: str) -> None:
    named = {
        key
        for key, entry in load_desk_texts(language).entries.items()
        if re.search(r"\bgit\b", str(entry), re.IGNORECASE)
    }
    assert {key for key in named if not key.startswith("git.")} == {"publish.git"}
