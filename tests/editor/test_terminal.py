"""Commands in terminals of any encoding and locale, with closed pipes, full disks and rare folder names."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.editor.preview.preview_session import bind_free_port
from tests.building import ROOT, content_of
from tests.editor.inputs import KEYS
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Mapping

BARE_C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TERMINALS: dict[str, tuple[str, Mapping[str, str]]] = {
    "utf-8": ("utf-8", {}),
    "ascii": ("ascii", {"PYTHONIOENCODING": "ascii:strict"}),
    "cp1252": ("cp1252", {"PYTHONIOENCODING": "cp1252"}),
    "koi8-r": ("koi8-r", {"PYTHONIOENCODING": "koi8-r"}),
    "bare C locale": ("ascii", BARE_C_LOCALE),
    "koi8-r in a bare C locale": ("koi8-r", {**BARE_C_LOCALE, "PYTHONIOENCODING": "koi8-r"}),
}
COMMANDS: dict[str, tuple[list[str], int, str, str]] = {
    "check": (["check"], 1, "Напишите", "Napishite"),
    "status": (["status", "--all"], 0, "Нет перевода", "Net perevoda"),
    "confirm": (["confirm", "all"], 0, "Перевод подтверждён", "Perevod podtverzhden"),
    "new": (["new", "news", "--title", "Ещё одна", "--topic", "health"], 0, "Готово", "Gotovo"),
    "build": (["build", "--no-search"], 1, "Напишите", "Napishite"),
}
STRICTEST = ("ascii", "koi8-r in a bare C locale")
PRINTED = [(name, terminal) for name in COMMANDS for terminal in STRICTEST]
PRINTED += [("check", terminal) for terminal in TERMINALS if terminal not in STRICTEST]
"""Every command where least can be printed, and one of them, which all print like, everywhere."""
FOLDERS = {
    "spaces": b"my site",
    "Cyrillic": "сайт редакции".encode(),
    "KOI8-R bytes": "сайт".encode("koi8-r"),
}


def command(*arguments: str | bytes | Path) -> list[bytes]:
    return [os.fsencode(argument) for argument in (sys.executable, ROOT / "entry.py", *arguments)]


def run(*arguments: str | bytes | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "EDITOR": "", **environment}
    return subprocess.run(command(*arguments), env=environment, capture_output=True, check=False)


def folders_for(site: Path) -> tuple[str | Path, ...]:
    return ("--content", site / "content", "--output", site / "output", "--cache", site / "cache")


@pytest.mark.parametrize(("name", "terminal"), PRINTED)
def test_every_command_prints_in_every_terminal(name: str, terminal: str, tmp_path: Path) -> None:
    encoding, environment = TERMINALS[terminal]
    arguments, code, cyrillic, latin = COMMANDS[name]
    folder = tmp_path / "сайт"
    folder.mkdir()
    content = content_of(folder, KEYS["a key with a slip"])
    options = folders_for(folder) if name == "build" else ("--content", content)
    done = run(*arguments, *options, "--lang", "ru", **environment)
    printed = (done.stdout + done.stderr).decode(encoding)
    assert (done.returncode, "Traceback" in printed) == (code, False), printed
    assert (latin if encoding in {"ascii", "cp1252"} else cyrillic) in printed


@pytest.mark.parametrize("terminal", ["ascii", "cp1252", "bare C locale"])
def test_the_preview_prints_in_every_terminal(terminal: str, tmp_path: Path) -> None:
    folder = tmp_path / "сайт"
    folder.mkdir()
    arguments = command("serve", "--content", content_of(folder), "--lang", "ru", "--port", str(free_port()))
    environment = {**os.environ, **TERMINALS[terminal][1]}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE) as serving:
        assert serving.stdout
        lines = [serving.stdout.readline().decode(TERMINALS[terminal][0]) for _ in range(3)]
        serving.send_signal(signal.SIGINT)
    assert lines[0].startswith("Smotrite http://127.0.0.1:")
    assert lines[1].startswith("Redaktsiya: http://127.0.0.1:")
    assert lines[2].startswith("Sobrano za ")


def test_the_preview_can_be_interrupted_before_its_first_build(tmp_path: Path) -> None:
    arguments = command(
        "serve", "--content", content_of(tmp_path), "--lang", "en", "--port", str(free_port())
    )
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as serving:
        assert serving.stdout
        assert [serving.stdout.readline() for _ in range(2)][1].startswith(b"The desk: ")
        serving.send_signal(signal.SIGINT)
        try:
            assert serving.wait(30) == 0
        finally:
            serving.kill()


def test_a_port_the_preview_cannot_use_is_reported() -> None:
    with bind_free_port(range(8400, 8500)) as listener:
        number = str(listener.getsockname()[1])
        done = run("serve", f"--port={number}", "--lang", "en")
    message = f"No port from {number} to {number} can be used. Name another: ./inv serve --port 9000.\n"
    assert (done.returncode, done.stderr.decode()) == (1, message)


FAILING = """
import sys
from plugins.editor.terminal import run_command
def fail(arguments):
    raise OSError(24, "Too many open files")
sys.exit(run_command(fail, ["--lang=en"]))
"""


def test_an_error_without_a_file_is_reported() -> None:
    done = subprocess.run([sys.executable, "-c", FAILING], cwd=ROOT, capture_output=True, check=False)
    message = b"The command was stopped by the system: Too many open files. Mend that, then repeat.\n"
    assert (done.returncode, done.stderr) == (1, message)


@pytest.mark.parametrize(
    ("name", "environment"),
    [("spaces", {}), ("Cyrillic", BARE_C_LOCALE), ("KOI8-R bytes", {}), ("KOI8-R bytes", BARE_C_LOCALE)],
    ids=["spaces", "Cyrillic in a bare C locale", "KOI8-R", "KOI8-R in a bare C locale"],
)
def test_a_site_may_lie_in_any_folder(name: str, environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(FOLDERS[name])
    folder.mkdir()
    content_of(folder)
    for arguments in (["check"], ["status"], ["confirm", "all"]):
        assert run(*arguments, "--content", folder / "content", **environment).returncode == 0, arguments
    assert run("build", "--no-search", *folders_for(folder), **environment).returncode == 0
    sent = run("publish", f"file:{tmp_path}/public", "--output", folder / "output", **environment)
    assert sent.returncode == 0, sent.stderr
    assert (tmp_path / "public" / "ru" / "index.html").exists()


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("ru", r"отправлено файлов: \d+ \(байт: \d+\xa0\d+\)"),
        ("en", r"files sent: \d+ \(\d+,\d+ bytes\)"),
    ],
)
def test_publish_prints_in_the_language_of_the_editor(language: str, printed: str, tmp_path: Path) -> None:
    content_of(tmp_path)
    assert run("build", "--no-search", *folders_for(tmp_path)).returncode == 0
    options = ("--output", tmp_path / "output", "--lang", language)
    assert re.search(printed, run("publish", f"file:{tmp_path}/public", *options).stdout.decode())
    again = run("publish", f"file:{tmp_path}/public", "--dry-run", *options).stdout.decode()
    assert ("отправлено файлов: 0 (байт: 0" if language == "ru" else "files sent: 0 (0 bytes") in again


@pytest.mark.parametrize("name", [b"2023-01-31-\xd3\xc1\xca\xd4", b"2023-01-31-a\x1b[31m", b"\xff"])
def test_a_folder_name_that_is_not_text_is_reported(name: bytes, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    folder = content / "news" / os.fsdecode(name)
    folder.mkdir()
    (folder / "ru.md").write_text("---\ntitle: Новость\n---\n", encoding="utf-8")
    for environment in ({}, BARE_C_LOCALE):
        checked = run("check", "--content", content, **environment)
        assert checked.returncode == 1
        assert not checked.stderr
        assert b"\x1b" not in checked.stdout
        assert b"content/news/" in checked.stdout


@pytest.mark.parametrize(
    ("files", "code"), [({}, 0), (KEYS["a key with a slip"], 1)], ids=["valid", "invalid"]
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_closed_pipe_ends_a_command_with_its_own_code(
    files: dict[str, str | bytes], code: int, form: str, tmp_path: Path
) -> None:
    arguments = command("check", "--content", content_of(tmp_path, files), "--format", form)
    reading, writing = os.pipe()
    os.close(reading)
    checked = subprocess.run(arguments, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (checked.returncode, checked.stderr) == (code, b"")


@pytest.mark.parametrize("arguments", [["check"], ["status"], ["status", "--format", "json"]])
def test_a_full_disk_is_reported_in_a_sentence(arguments: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        full_arguments = command(*arguments, "--content", content_of(tmp_path), "--lang", "en")
        done = subprocess.run(full_arguments, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Cannot read or write stdout: No space left on device. Check")


@pytest.mark.parametrize(
    ("kind", "language"), [("news", "ru"), ("page", "en"), ("figures", "en"), ("alert", "ru")]
)
def test_a_new_item_in_a_folder_that_takes_none_is_reported(kind: str, language: str) -> None:
    titles = ("--title", "ru=A title", "--title", "en=A title")
    done = run("new", kind, *titles, "--content", "/proc/sys/kernel", "--lang", language)
    printed = done.stderr.decode()
    assert (done.returncode, len(printed.splitlines())) == (1, 1), printed
    assert "/proc/sys/kernel" in printed
    assert printed.startswith({"ru": "Нет файла или папки", "en": "There is no file or folder"}[language])
