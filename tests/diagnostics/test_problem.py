"""Every problem has a message in every language."""

from __future__ import annotations

import pickle
import re
import string
import tomllib
from pathlib import Path

import pytest

from plugins.diagnostics.problem import ContentError, load_messages, message_languages, problem

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
CODE = re.compile(
    r"""(?:problem|advice|(?:Release|Publish|Locked|Directory|Failed)Error)\(\s*(?:[^()"]*?,\s*)*?"([a-z0-9-]+)\""""
)


def placeholders(text: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_messages_are_in_russian_and_english() -> None:
    assert message_languages() == ("en", "ru")


def test_every_language_has_the_same_codes() -> None:
    english, russian = load_messages("en"), load_messages("ru")
    assert english.keys() == russian.keys()


@pytest.mark.parametrize("code", sorted(load_messages("en")))
def test_messages_have_the_same_parts_and_placeholders_in_every_language(code: str) -> None:
    templates = [load_messages(language)[code] for language in message_languages()]
    assert all(message.keys() == {"what", "fix"} for message in templates)
    english, russian = ({part: placeholders(text) for part, text in message.items()} for message in templates)
    assert english["what"] | english["fix"] == russian["what"] | russian["fix"]
    assert all(text[-1] in ".?!…:`”»)" for message in templates for text in message.values())


def test_every_code_in_the_source_has_a_message() -> None:
    modules = (module.read_text(encoding="utf-8") for module in PLUGINS.glob("*/*.py"))
    found = {code for text in modules for code in CODE.findall(text)}
    used = {code for code in found if not code.startswith("--")}  # the path of a problem may be an option
    assert len(used) > 30
    assert used <= load_messages("en").keys()


def test_a_value_is_truncated_and_has_no_control_characters() -> None:
    message = problem("p", 1, "link-dead", target="a\nb\u202e" + "x" * 500, nearest="—").message("en")
    assert "\n" not in message
    assert "\u202e" not in message
    assert len(message) < 400


def test_a_content_error_is_pickled_with_its_problems() -> None:
    error = ContentError([problem("site.yaml", 1, "page-too-heavy", url="/ru/", weight=20000, most=14336)])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


@pytest.mark.parametrize("package", ["diagnostics", "i18n", "markdown", "images"])
def test_every_message_is_used_by_its_package(package: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((PLUGINS / package).glob("*.py")))
    table = tomllib.loads((PLUGINS / package / "messages" / "en.toml").read_text(encoding="utf-8"))
    assert {name for name in table if f'"{name}"' not in code} == set()


def test_no_code_is_defined_twice() -> None:
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in PLUGINS.glob("*/messages/en.toml")]
    assert sum(map(len, tables)) == len(load_messages("en"))
