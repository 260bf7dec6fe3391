"""What the system says of a failure reaches editors in their language."""

from __future__ import annotations

import errno
import os
import re
import tomllib

import pytest

from plugins.build.errors import WriteFailedError
from plugins.diagnostics.problem import load_messages, problem
from plugins.diagnostics.system_reason import FOLDER, localize_reasons, system_reason
from plugins.editor.report import load_ui_text

NAMES = tomllib.loads((FOLDER / "ru.toml").read_text(encoding="utf-8"))
SAID = {name: os.strerror(getattr(errno, name)) if name.isupper() else name for name in NAMES}
LATIN = re.compile("[A-Za-z]")


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_reason_is_told_in_the_editors_language(name: str) -> None:
    assert SAID[name] != name or name.islower(), "no error has this name"
    for said in (SAID[name], f"[Errno -2] {SAID[name]}", SAID[name].capitalize()):
        assert system_reason(said, "ru") == NAMES[name]
        assert not LATIN.search(NAMES[name])
    assert system_reason(SAID[name], "en") == SAID[name]


def test_a_reason_without_words_in_a_language_stays_as_it_is() -> None:
    assert system_reason("Something else", "ru") == "Something else"
    assert localize_reasons({"path": "No space left on device"}, "ru") == {"path": "No space left on device"}


def test_every_way_of_telling_takes_the_words() -> None:
    full = os.strerror(errno.ENOSPC)
    codes = [code for code, parts in load_messages("ru").items() if "{reason}" in "".join(parts.values())]
    assert "unreadable" in codes
    for message in (
        problem("a.md", 1, "unreadable", reason=full).message("ru"),
        WriteFailedError("release-disk", folder="output", reason=full).message("ru"),
        load_ui_text("ru").text("system-error", reason=full),
    ):
        assert "на диске не осталось места" in message
