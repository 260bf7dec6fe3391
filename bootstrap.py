"""Make the virtual environment that the lock files ask for; `inv` runs this when `.venv` does not fit.

    .venvs/1/                         an environment, complete once it has a copy of requirements.lock
    .venvs/1/requirements-test.lock   it has the test tools too
    .venvs/1/interpreter              the Python it was made with
    .venv                             a link to the one in use; on Windows `.venvs/current` has its name

A changed lock file gets a new environment, and the link is replaced when that is complete; only test tools
are added to an existing one. So a failed installation leaves everything as it was, and an old lock file finds
its environment again. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).absolute().parent
ENVIRONMENTS = PROJECT / ".venvs"
LINK = PROJECT / ".venv"
LOG = ENVIRONMENTS / "install.log"
RUN = PROJECT / "requirements.lock"
TEST = PROJECT / "requirements-test.lock"
SPARE = 2
"""How many environments are kept beside the one in use: going back to their lock files costs nothing."""
PYTHON = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
MISPLACING = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_DRY_RUN", "PIP_REPORT", "PIP_LOG")
"""Settings of pip that would install elsewhere or nothing."""
REASONS = (
    ("[errno 28]", "the disk is full. Free some space", "на диске нет места. Освободите его"),
    (
        "do not match the hashes",
        "a downloaded file is not the one that the lock file names. Restore the lock file",
        "загружен не тот файл, что записан в файле версий. Восстановите файл версий",
    ),
    (
        "connection",
        "the package index cannot be reached. Check the network",
        "каталог библиотек недоступен. Проверьте сеть",
    ),
    (
        "no matching distribution",
        "the package index lacks a library for this Python. Check pip's settings, or set PYTHON=… to another",
        "в каталоге нет библиотеки для этого Python. Проверьте настройки pip или укажите другой: PYTHON=…",
    ),
    ("", "pip failed. Read the log", "pip завершился с ошибкой. Прочтите журнал"),
)
"""What the log says in lower case, and what that means."""


class InstallError(Exception):
    """What failed and what to do, in English and Russian."""


def main(arguments: list[str]) -> int:
    """Choose or make an environment, and link it; with `--test`, one that has the test tools."""
    locks = [RUN, TEST] if "--test" in arguments else [RUN]
    try:
        _check_python()
        ENVIRONMENTS.mkdir(exist_ok=True)
        with _exclusive(ENVIRONMENTS / "lock"):
            environment = _find(locks) or _install(locks)
            _activate(environment)
            _prune(environment)
    except InstallError as error:
        return _fail(*error.args)
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename or ENVIRONMENTS})"
        return _fail(
            f"The libraries could not be installed: {reason}. Mend that and run this again.",
            f"Библиотеки не установились: {reason}. Исправьте это и повторите.",
        )
    except KeyboardInterrupt:
        return 130
    return 0


def _fail(english: str, russian: str) -> int:
    _say(english)
    _say(russian)
    return 1


def _say(text: str) -> None:
    with suppress(OSError):  # nobody listens
        sys.stderr.write(f"inv: {text}\n")
        sys.stderr.flush()


def _check_python() -> None:
    """Raises `InstallError` if this Python is too old or cannot make environments."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it may be run by any Python
        raise InstallError(
            "Python 3.11 or newer is needed. Install it from python.org and run this again.",
            "Нужен Python 3.11 или новее. Установите его с python.org и повторите.",
        )
    if not find_spec("ensurepip"):  # Debian has it in a package of its own
        raise InstallError(
            "Python cannot make a virtual environment here. On Debian: apt install python3-venv.",
            "Python не может создать виртуальное окружение. В Debian: apt install python3-venv.",
        )


@contextmanager
def _exclusive(file: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends."""
    with file.open("ab") as held:
        if not _lock(held, wait=False):
            _say("another installation is under way; waiting / уже идёт другая установка, ждём…")
            _lock(held, wait=True)
        yield


def _lock(file: BinaryIO, *, wait: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:  # LK_LOCK gives up after ten seconds
                if wait:
                    continue
                return False
            return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems have no locks; two installations make two environments
        return True
    return True


def _find(locks: list[Path]) -> Path | None:
    """The newest complete environment that fits the lock files."""
    return next((each for each in _environments() if _fits(each, locks)), None)


def _environments() -> list[Path]:
    """Complete environments, the one used last first."""
    complete = [each for each in ENVIRONMENTS.iterdir() if (each / RUN.name).is_file()]
    return sorted(complete, key=lambda each: each.stat().st_mtime_ns, reverse=True)


def _fits(environment: Path, locks: list[Path]) -> bool:
    if not (environment / PYTHON).exists():
        return False
    if sys.platform != "win32":
        interpreter = environment / "interpreter"
        if not (interpreter.exists() and interpreter.samefile(environment / PYTHON)):
            return False
    return all(_same(environment / lock.name, lock) for lock in locks)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def _install(locks: list[Path]) -> Path:
    """A new environment; the test tools come into one that fits and has none, if there is one."""
    what = "libraries and test tools" if TEST in locks else "libraries"
    _say(f"installing the {what}, once, about a minute / ставим библиотеки, примерно минута…")
    LOG.unlink(missing_ok=True)
    bare = _find([RUN])
    if bare and TEST in locks and not (bare / TEST.name).exists():
        _run(bare, "ensurepip")
        _pip_install(bare, locks)
        _mark(bare, TEST)
        return bare
    environment = ENVIRONMENTS / str(max((int(each.name) for each in _numbered()), default=0) + 1)
    try:
        _make(environment, locks)
    except BaseException:
        shutil.rmtree(environment, ignore_errors=True)
        raise
    return environment


def _numbered() -> list[Path]:
    return [each for each in ENVIRONMENTS.iterdir() if each.name.isdecimal()]


def _make(environment: Path, locks: list[Path]) -> None:
    run_logged([sys.executable, "-I", "-m", "venv", str(environment)])
    _pip_install(environment, locks)
    if TEST not in locks:
        # A tenth of the size; it comes again with the test tools.
        _run(environment, "pip", "uninstall", "--yes", "pip", "setuptools")
    if sys.platform != "win32":
        (environment / "interpreter").symlink_to((environment / PYTHON).resolve())
    for lock in reversed(locks):
        _mark(environment, lock)


def _pip_install(environment: Path, locks: list[Path]) -> None:
    quiet = ("--disable-pip-version-check", "--no-input", "--progress-bar=off")
    files = [f"--requirement={lock}" for lock in locks]
    _run(environment, "pip", "install", *quiet, "--no-deps", "--require-hashes", *files)


def _run(environment: Path, module: str, *arguments: str) -> None:
    run_logged([str(environment / PYTHON), "-I", "-X", "utf8", "-m", module, *arguments])


def run_logged(command: list[str]) -> None:
    """Run a command; what it says goes to the log. Raises `InstallError` with the reason if it fails."""
    kept = {
        name: value for name, value in os.environ.items() if name not in MISPLACING and name[:6] != "PYTHON"
    }
    variables = {**kept, "PIP_USER": "0", "PYTHONUTF8": "1"}  # pip fails over folders that ASCII cannot name
    with LOG.open("ab") as log:
        nothing = subprocess.DEVNULL
        code = subprocess.call(command, stdin=nothing, stdout=log, stderr=log, env=variables)
    if code:
        told = LOG.read_text(encoding="utf-8", errors="replace").lower()
        english, russian = next(why for sign, *why in REASONS if sign in told)
        place = LOG.relative_to(PROJECT)
        raise InstallError(
            f"The libraries could not be installed: {english} and run this again. Details: {place}",
            f"Библиотеки не установились: {russian} и повторите. Подробности: {place}",
        )


def _mark(environment: Path, lock: Path) -> None:
    """Note that the environment has what the lock file names."""
    partial = environment / f"{lock.name}.part"
    shutil.copyfile(lock, partial)
    partial.replace(environment / lock.name)


def _activate(environment: Path) -> None:
    """Make this the environment in use, in one step."""
    os.utime(environment)
    place = environment.relative_to(PROJECT)
    if sys.platform == "win32":
        partial = ENVIRONMENTS / "current.part"
        partial.write_text(environment.name, encoding="ascii")
        partial.replace(ENVIRONMENTS / "current")
        return
    partial = ENVIRONMENTS / "link.part"
    partial.unlink(missing_ok=True)
    partial.symlink_to(place)
    if LINK.is_dir() and not LINK.is_symlink():  # as it was before there were several
        LINK.rename(ENVIRONMENTS / f"replaced-{os.getpid()}")
    partial.replace(LINK)


def _prune(current: Path) -> None:
    """Remove what failed installations left, and environments not used for long."""
    kept = {current, *[each for each in _environments() if each != current][:SPARE]}
    for each in ENVIRONMENTS.iterdir():
        if each.is_dir() and each not in kept:
            shutil.rmtree(each, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
