"""What editors are told of everything they may type: word for word, in every language, with the exit code.

`python -m tests.editor.test_inputs` writes down what is told now; read the difference before you keep it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from plugins.diagnostics.problem import message_languages
from plugins.editor.check import check_content
from plugins.editor.report import exit_code
from tests.building import brief, content_of
from tests.editor.inputs import INPUTS, Files

TOLD = Path(__file__).parent / "told.txt"


def told(files: Files, folder: Path) -> str:
    """The exit code, and every line in every language."""
    problems = check_content(brief(content_of(folder, files)))
    lines = [found.format(language) for language in message_languages() for found in problems]
    return "\n".join([f"exit {exit_code(problems)}", *lines])


def kept() -> dict[str, str]:
    """What is told of each input, as written down."""
    sections = TOLD.read_text(encoding="utf-8").split("\n# ")[1:]
    return {name: text.strip() for name, _, text in (section.partition("\n") for section in sections)}


@pytest.mark.parametrize("name", INPUTS)
def test_an_input_is_answered_word_for_word_with_its_line_and_exit_code(name: str, tmp_path: Path) -> None:
    assert told(INPUTS[name], tmp_path) == kept()[name]


def test_there_are_at_least_sixty_inputs_and_each_is_written_down() -> None:
    assert len(INPUTS) >= 60
    assert kept().keys() == INPUTS.keys()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        answers = [f"# {name}\n{told(files, Path(scratch) / name)}\n" for name, files in INPUTS.items()]
    TOLD.write_text("\n" + "\n".join(answers), encoding="utf-8")
