"""What editors are told: every problem has its sentence in every language."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from plugins.diagnostics.problem import editors_languages, messages, problem

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
CODE = re.compile(
    r"""(?:problem|advice|(?:Release|Publish|Locked|Directory|Failed)Error)\(\s*(?:[^()"]*?,\s*)*?"([a-z0-9-]+)\""""
)


def words(text: str) -> set[str]:
    """The names in braces that a sentence fills in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_editors_are_told_in_russian_and_in_english() -> None:
    assert editors_languages() == ("en", "ru")


def test_every_problem_has_a_sentence_in_every_language() -> None:
    english, russian = messages("en"), messages("ru")
    assert english.keys() == russian.keys()


@pytest.mark.parametrize("code", sorted(messages("en")))
def test_a_sentence_says_what_is_wrong_and_what_to_do_with_the_same_words_in_every_language(
    code: str,
) -> None:
    told = [messages(language)[code] for language in editors_languages()]
    assert all(message.keys() == {"what", "fix"} for message in told)
    english, russian = ({part: words(text) for part, text in message.items()} for message in told)
    assert english["what"] | english["fix"] == russian["what"] | russian["fix"]
    assert all(text[-1] in ".?!…:`”»)" for message in told for text in message.values())


def test_every_code_in_the_source_has_its_sentence() -> None:
    used = {
        code for module in PLUGINS.glob("*/*.py") for code in CODE.findall(module.read_text(encoding="utf-8"))
    }
    assert len(used) > 30
    assert used <= messages("en").keys()


def test_a_value_is_shown_on_one_line_and_cut() -> None:
    told = problem("p", 1, "link-dead", target="a\nb\u202e" + "x" * 500, nearest="—").sentence("en")
    assert "\n" not in told
    assert "\u202e" not in told
    assert len(told) < 400
