"""Wrong options and folders of commands end in a sentence that names them; never in a traceback."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import SettingsError
from plugins.editor.preview.preview_session import PreviewSession
from plugins.editor.report import load_ui_text, whole_number
from tests.building import ROOT, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("command", "option"), [("serve", "--port"), ("bench", "--rounds"), ("fuzz", "--minutes")]
)
@pytest.mark.parametrize("value", ["x", "0", "-1", "1.5", "1_0", "80000", "9" * 99])
def test_a_wrong_number_is_reported_by_its_option(command: str, option: str, value: str) -> None:
    done = inv(command, f"{option}={value}")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{option}: {value} ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("typed", ["", " 5", "٣", "²", "5 000"])
def test_a_number_is_written_in_ascii_digits(typed: str) -> None:
    with pytest.raises(SettingsError, match="--port"):
        whole_number(typed, "port", 1, 65535)


@pytest.mark.parametrize(
    "command", ["build", "check", "status", "confirm", "new", "serve", "lock", "publish"]
)
@pytest.mark.parametrize("option", [("--lang", "de"), ("--lang=de",), ("-l", "de")])
def test_messages_in_an_unknown_language_are_refused(command: str, option: tuple[str, ...]) -> None:
    done = inv(command, *option)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("--lang: ")
    assert "de" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_preview_that_cannot_write_ends(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    session = PreviewSession(tmp_path, tmp_path / "cache" / "preview", load_ui_text("en"), print)
    with pytest.raises(OSError, match="cache"):
        session.run()


BROKEN = {
    "{% if %}": "Expected an expression",
    "{{ nonsense }}": "'nonsense' is undefined",
    "{{ 1 / 0 }}": "division by zero",
    "{{ 5 | length }}": "has no len",
    "{{ 5 | nonsense }}": "No filter named 'nonsense'",
    "{% include 'no-such.html' %}": "no template no-such.html",
    "{{ text('no-such-phrase') }}": "no-such-phrase",
}


@pytest.mark.parametrize("code", BROKEN)
def test_an_error_of_a_template_is_reported_with_its_line(code: str, tmp_path: Path) -> None:
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("entry.py", "tasks.py", "pelicanconf.py"):
        shutil.copy(ROOT / name, tmp_path)
    template = tmp_path / "theme" / "templates" / "article.html"
    lines = template.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith("{% block")) + 1
    lines.insert(number, code)
    template.write_text("\n".join(lines), encoding="utf-8")
    done = inv("build", "--content", content_of(tmp_path), "--no-search", "--lang", "en", root=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"theme/templates/article.html:{number + 1}: "), done.stderr
    assert BROKEN[code] in done.stderr
    assert len(done.stderr.splitlines()) == 1
