"""The exact messages for every input, in every language, with the exit code.

`python -m tests.editor.test_inputs` rewrites the expected messages; review the diff before committing it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from plugins.diagnostics.problem import message_languages
from plugins.editor.check import check_content
from plugins.editor.report import exit_code
from tests.building import build_options, content_of
from tests.editor.inputs import INPUTS, Files

EXPECTED = Path(__file__).parent / "expected_messages.txt"


def messages_for(files: Files, folder: Path) -> str:
    """The exit code, then every message in every language."""
    problems = check_content(build_options(content_of(folder, files)))
    lines = [found.format(language) for language in message_languages() for found in problems]
    return "\n".join([f"exit {exit_code(problems)}", *lines])


def expected_messages() -> dict[str, str]:
    """The expected messages of each input."""
    sections = EXPECTED.read_text(encoding="utf-8").split("\n# ")[1:]
    return {name: text.strip() for name, _, text in (section.partition("\n") for section in sections)}


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_gives_the_expected_messages_and_exit_code(name: str, tmp_path: Path) -> None:
    assert messages_for(INPUTS[name], tmp_path) == expected_messages()[name]


def test_every_input_has_expected_messages() -> None:
    assert len(INPUTS) >= 60
    assert expected_messages().keys() == INPUTS.keys()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        entries = [
            f"# {name}\n{messages_for(files, Path(scratch) / name)}\n" for name, files in INPUTS.items()
        ]
    EXPECTED.write_text("\n" + "\n".join(entries), encoding="utf-8")
