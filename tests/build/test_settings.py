"""The settings file is executed each time, and equal digests mean equal settings."""

from __future__ import annotations

import datetime as dt
import os
import re
import string
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from jinja2 import StrictUndefined, Undefined
from pelican.settings import read_settings

from plugins.build.errors import SettingsError
from plugins.build.settings import read_settings_file, settings_digest
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

DIFFERENT: list[object] = [
    *(None, True, 1, 1.0, "1", b"1", "", (), [], {}, set(), [1], (1,), ["1"], [[1]], [1, 1], {1}),
    *({"1": 1}, {1: "1"}, {"a": 1, "b": 2}, {"b": 2, "a": 1}, frozenset({1}), Path("1"), Decimal(1)),
    *(dt.date(2026, 1, 1), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.timedelta(1)),
    *(ZoneInfo("Asia/Yakutsk"), ZoneInfo("UTC"), re.compile("1"), re.compile("1", re.IGNORECASE)),
    *(Undefined, StrictUndefined, len, os.path.join),
    *(partial(int, "1"), partial(int, "1", base=2), partial(len, "1")),
]


class Local:
    """A class of the settings file: what its methods do may change without a trace."""


UNKNOWN: list[object] = [lambda: 1, Local, Local(), object(), string.Formatter(), {"a": [lambda: 1]}, [Local]]


def read(folder: Path, text: str, **overrides: object) -> dict[str, object]:
    file = folder / "conf.py"
    file.write_text(text)
    return read_settings_file(str(file), overrides)


def test_different_settings_have_different_digests() -> None:
    digests = [settings_digest({"A": value}) for value in DIFFERENT]
    assert all(digests)
    assert len(set(digests)) == len(DIFFERENT)
    assert settings_digest({"A": {1, 2, 3}, "B": [1]}) == settings_digest({"A": {3, 2, 1}, "B": [1]})


@pytest.mark.parametrize("value", UNKNOWN, ids=lambda value: type(value).__name__)
def test_a_value_that_may_change_unnoticed_has_no_digest(value: object) -> None:
    assert settings_digest({"A": value}) == ""


def test_settings_are_the_same_as_pelicans(tmp_path: Path) -> None:
    ours = read_settings_file(str(ROOT / "pelicanconf.py"), {"SITEURL": "https://b.example"})
    theirs = read_settings(str(ROOT / "pelicanconf.py"), override={"SITEURL": "https://b.example"})
    again = read_settings(override=dict(ours))
    assert settings_digest(ours)
    assert again == theirs
    assert read(tmp_path, "PATH = 'a'\nTHEME = 'simple'\nlower = 1")["PATH"] == str(tmp_path / "a")
    assert read(tmp_path, "THEME = 'simple'")["THEME"] == "simple"


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "the environment": (
        "import os; SITEURL = os.environ.get('HOTLINE_TEST')",
        lambda _: os.environ.update(HOTLINE_TEST="https://b.example"),
    ),
    "a file": (
        "from pathlib import Path; SITEURL = Path(__file__).with_name('url').read_text()",
        lambda folder: (folder / "url").write_text("https://b.example"),
    ),
    "the file itself": ("SITEURL = 'a'", lambda folder: (folder / "conf.py").write_text("SITEURL = 'b'")),
}


@pytest.mark.parametrize("source", CHANGES)
def test_everything_that_settings_depend_on_is_read_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("HOTLINE_TEST", "https://a.example")
    (tmp_path / "url").write_text("https://a.example")
    text, change = CHANGES[source]
    before = read(tmp_path, text)
    assert settings_digest(before) == settings_digest(read_settings_file(str(tmp_path / "conf.py"), {}))
    change(tmp_path)
    assert settings_digest(read_settings_file(str(tmp_path / "conf.py"), {})) != settings_digest(before)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("A = 1\nB = C", 2, "NameError"),
        ("A = 1\n\nB = = 2", 3, "SyntaxError"),
        ("import nothing_of_this_name", 1, "ModuleNotFoundError"),
        ("A = 1\nopen('/not/there')", 2, "No such file"),
    ],
)
def test_a_settings_error_has_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(SettingsError, match=f"^conf.py:{line}: .*{reason}"):
        read(tmp_path, text)
