"""Terminals: output in any encoding, closed pipes, file names in any locale."""

from __future__ import annotations

import codecs
import io
import itertools
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, TextIO

from plugins.build.temporary import remove_temporary_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from _typeshed import ReadableBuffer

STREAMS = {1: "stdout", 2: "stderr"}
INTERRUPTED = 130
"""The exit code after Ctrl-C."""
UTF8_MODE = "PYTHONUTF8"
FIRST_SURROGATE, LAST_SURROGATE = 0xDC80, 0xDCFF
"""How Python decodes bytes of a file name that are not in its encoding."""


def run_command(command: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run a command and return its exit code: 1 after an error, which is printed in a sentence."""
    set_up_terminal()
    try:
        code = _exit_code(partial(_run_in_language, command), arguments)
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except Exception as error:  # noqa: BLE001 - `print_error` raises unexpected ones again
        from plugins.editor.report import editors_language, print_error

        print_error(error, editors_language(_language_option(arguments)))
        return 1
    finally:
        remove_temporary_folders()
    return code


def set_up_terminal() -> None:
    """Let no text, path or closed pipe end the command; called before anything is printed."""
    _restart_in_utf8_mode()
    codecs.register_error("transliterate", transliterate)
    sys.stdout, sys.stderr = _safe_stream(sys.stdout), _safe_stream(sys.stderr)


def _exit_code(command: Callable[[list[str]], int], arguments: list[str]) -> int:
    try:
        return command(arguments)
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, or Ctrl-D where a command asks
        return INTERRUPTED
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
            return 1
        return end.code or 0


def _run_in_language(command: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run a command unless messages are wanted in a language that has none."""
    # The language that `import` is told is that of the texts.
    if (language := _language_option(arguments)) and arguments[:1] != ["import"]:
        from plugins.build.errors import SettingsError
        from plugins.diagnostics.problem import message_languages

        if language not in message_languages():
            raise SettingsError("option-language", value=language, known=", ".join(message_languages()))
    return command(arguments)


def _language_option(arguments: list[str]) -> str:
    joined = (argument.partition("=")[2] for argument in arguments if argument.startswith("--lang="))
    following = dict(itertools.pairwise(arguments))
    return next(joined, "") or following.get("--lang", "") or following.get("-l", "")


def preferred_language(requested: str, available: Container[str]) -> str:
    """The requested language, else the environment's, else English; the first of them that is available."""
    candidates = (requested, *(os.environ.get(name, "")[:2] for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    return next((code for code in candidates if code in available), "en")


def transliterate(error: UnicodeError) -> tuple[str, int]:
    r"""A codec error handler: characters become ASCII letters, undecodable bytes of a path `\xd0`.

    >>> codecs.register_error("transliterate", transliterate)
    >>> "«Щука» — \udcd0".encode("ascii", "transliterate")
    b'<<Shchuka>> - \\xd0'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_in_ascii, error.object[error.start : error.end])), error.end


def _in_ascii(char: str) -> str:
    code = ord(char)
    if FIRST_SURROGATE <= code <= LAST_SURROGATE:
        return f"\\x{code & 0xFF:02x}"
    from anyascii import anyascii

    return anyascii(char) or f"\\u{code:04x}"


def _restart_in_utf8_mode() -> None:
    """Restart Python in UTF-8 mode where file names are not UTF-8, as in a KOI8-R or bare C locale.

    Else Cyrillic names would be read as other letters, or as surrogates that no cache or page can hold. The
    terminal keeps its own encoding.
    """
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get(UTF8_MODE) == "1":
        return
    os.environ[UTF8_MODE] = "1"
    os.environ.setdefault("PYTHONIOENCODING", sys.stdout.encoding if sys.stdout else "utf-8")
    arguments = [_utf8_argument(argument) for argument in sys.orig_argv[1:]]
    os.execv(sys.executable, [os.fsencode(sys.executable), *arguments])  # noqa: S606 - this very command again


def _utf8_argument(argument: str) -> bytes:
    """An argument in UTF-8; a path as it is on the disk."""
    raw = os.fsencode(argument)
    try:
        raw.decode()
    except UnicodeDecodeError:
        is_path = os.path.exists(argument)
        return raw if is_path else argument.encode(errors="surrogateescape")
    return raw


def _safe_stream(stream: TextIO | None) -> TextIO | None:
    """The stream with every character printable; unless it is a terminal, its reader may go away."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # closed by the caller, or replaced
    if stream.isatty():
        stream.reconfigure(errors="transliterate")
        return stream
    stream.flush()
    raw = _Pipe(stream.fileno(), "w", closefd=False)
    buffered = stream is not sys.stderr
    return io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, "transliterate", line_buffering=not buffered
    )


class _Pipe(io.FileIO):
    """Discards what is written after the reader, such as `head`, has gone."""

    def write(self, data: ReadableBuffer, /) -> int:
        """As `FileIO.write`."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return memoryview(data).nbytes
        except OSError as error:
            error.filename = STREAMS.get(self.fileno())
            raise
