"""The installation: it leaves a working environment alone, waits for another one, and knows its way back."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import bootstrap
from tests.building import ROOT

SYSTEM_PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
ENTRY = "import sys, tiny; print(tiny.VERSION, *sys.argv[1:])"


class Project:
    """A copy of the way in, with one tiny library in its lock file and no package index but a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "Горячая линия"
        self.index = folder / "index"
        self.folder.mkdir()
        self.index.mkdir()
        for name in ("inv", "bootstrap.py"):
            shutil.copy(ROOT / name, self.folder)
        (self.folder / "entry.py").write_text(ENTRY)
        self.lock("tiny", "1")
        self.lock("tools", "1", "requirements-test.lock")

    def lock(self, name: str, version: str, file: str = "requirements.lock") -> None:
        """Ask for one library, and offer it."""
        wheel = make_wheel(self.index, name, version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.folder / file).write_text(f"{name}=={version} --hash=sha256:{digest}\n")

    def command(self, *arguments: str, **environment: str | None) -> tuple[list[str], dict[str, str]]:
        given = {
            "PATH": os.environ["PATH"],
            "PYTHON": str(SYSTEM_PYTHON),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.index),
            "PIP_NO_CACHE_DIR": "1",
            "PIP_RETRIES": "0",
            "HOME": str(self.folder.parent),
            **environment,
        }
        return ["/bin/sh", str(self.folder / "inv"), *arguments], {
            name: value for name, value in given.items() if value is not None
        }

    def inv(self, *arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
        command, given = self.command(*arguments, **environment)
        return subprocess.run(
            command, env=given, cwd="/", capture_output=True, text=True, check=False, encoding="utf-8"
        )

    def said(self, *arguments: str, **environment: str | None) -> str:
        """What a command that went well printed."""
        done = self.inv(*arguments, **environment)
        assert done.returncode == 0, done.stderr + (self.folder / ".venvs" / "install.log").read_text()
        return done.stdout

    def environments(self) -> set[str]:
        return {each.name for each in (self.folder / ".venvs").iterdir() if each.is_dir()}


def make_wheel(folder: Path, name: str, version: str) -> Path:
    """The smallest library there can be."""
    files = {
        f"{name}.py": f"VERSION = {version}\n",
        f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        record = ""
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)  # dated 1980: the same bytes each time
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += f"{path},sha256={digest},{len(text)}\n"
        archive.writestr(zipfile.ZipInfo(f"{name}-{version}.dist-info/RECORD"), record)
    return wheel


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project in which one installation went well."""
    project = Project(tmp_path_factory.mktemp("installed"))
    assert project.said("build") == "1 build\n"
    return project


def copied(installed: Project, folder: Path) -> Project:
    """The same project and its environment elsewhere."""
    project = Project(folder)
    shutil.copytree(installed.folder, project.folder, symlinks=True, dirs_exist_ok=True)
    return project


DEAD = {"PIP_NO_INDEX": None, "PIP_FIND_LINKS": None, "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
REFUSED = (
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Connection refused'"
)
REASONS = {
    "OSError: [Errno 28] No space left on device": ("disk is full", "нет места"),
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM": ("not the one", "не тот файл"),
    "ReadTimeoutError: HTTPSConnectionPool(port=443): Read timed out.": (
        "cannot be reached",
        "Проверьте сеть",
    ),
    f"{REFUSED}\nERROR: No matching distribution found for tiny==1": ("cannot be reached", "Проверьте сеть"),
    "ERROR: No matching distribution found for tiny==1": ("for this Python", "для этого Python"),
    "Traceback (most recent call last):": ("pip failed", "Прочтите журнал"),
}


@pytest.mark.parametrize("log", REASONS)
def test_what_failed_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str) -> None:
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "install.log")
    monkeypatch.setattr(bootstrap, "PROJECT", tmp_path)
    with pytest.raises(bootstrap.InstallError) as told:
        bootstrap.run_logged([sys.executable, "-c", f"print({log!r}); exit(1)"])
    for text, reason in zip(told.value.args, REASONS[log], strict=True):
        assert reason in text
        assert text.endswith("install.log")


def test_a_failed_installation_leaves_the_old_environment_and_its_lock_file_needs_no_network(
    installed: Project, tmp_path: Path
) -> None:
    project = copied(installed, tmp_path)
    lock = project.folder / "requirements.lock"
    old = lock.read_bytes()
    project.lock("tiny", "2")
    new = lock.read_bytes()
    failed = project.inv("build", **DEAD)
    assert (failed.returncode, failed.stdout) == (1, "")
    began, *told = failed.stderr.splitlines()
    assert began.startswith("inv: installing")
    assert [text in line for text, line in zip(("cannot be reached", "Проверьте сеть"), told, strict=True)]
    assert project.environments() == {"1"}
    lock.write_bytes(old)
    assert project.said("build", **DEAD) == "1 build\n"
    lock.write_bytes(new)
    assert project.said("build") == "2 build\n"
    for content, version in ((old, 1), (new, 2)):
        lock.write_bytes(content)
        again = project.inv("build", **DEAD)
        assert (again.stdout, again.stderr) == (f"{version} build\n", "")


def test_a_project_that_nothing_can_be_written_to_is_told_of(project: Project) -> None:
    (project.folder / ".venvs").touch()
    failed = project.inv("build")
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 2
    assert ".venvs" in failed.stderr


def test_environments_not_used_for_long_are_removed(installed: Project, tmp_path: Path) -> None:
    project = copied(installed, tmp_path)
    environments = project.folder / ".venvs"
    for number in range(2, 6):
        made = shutil.copytree(environments / "1", environments / str(number), symlinks=True)
        (made / "requirements.lock").write_text(f"{number}")
    (environments / "6").mkdir()  # what a killed installation leaves
    for number in range(2, 6):
        (project.folder / "requirements.lock").write_text(f"{number}")
        if (environments / str(number)).exists():
            assert project.said("build", **DEAD) == "1 build\n"
            assert (project.folder / ".venv").readlink() == Path(f".venvs/{number}")
    assert len(project.environments()) == 1 + bootstrap.SPARE


def test_two_at_once_install_once(project: Project) -> None:
    command, environment = project.command("build")
    both = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    told = [each.communicate() for each in both]
    assert [out for out, _ in told] == ["1 build\n"] * 2
    assert sorted("waiting" in error for _, error in told) == [False, True]
    assert project.environments() == {"1"}


def test_an_installation_that_was_killed_holds_nobody_up(project: Project) -> None:
    (project.folder / ".venv").mkdir()  # as it was before there were several
    command, environment = project.command("build")
    killed = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    while not (project.folder / ".venvs" / "1").exists():
        assert killed.poll() is None
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert project.said("build") == "1 build\n"
    assert project.environments() == {"2"}


def test_test_tools_come_with_the_first_command_that_needs_them(installed: Project, tmp_path: Path) -> None:
    project = copied(installed, tmp_path)
    (project.folder / "entry.py").write_text(
        "from importlib.util import find_spec; print(*(bool(find_spec(x)) for x in ('tiny', 'tools', 'pip')))"
    )
    assert project.said("--help", "test") == "True False False\n"
    assert project.said("build", "test") == "True False False\n"
    failed = project.inv("test", **DEAD)
    assert failed.returncode == 1
    assert "test tools" in failed.stderr
    assert project.said("build", **DEAD).startswith("True False")
    assert project.said("--echo", "test") == "True True True\n"
    assert project.said("build", **DEAD) == "True True True\n"
    assert project.environments() == {"1"}


def test_an_environment_whose_python_is_gone_is_replaced(installed: Project, tmp_path: Path) -> None:
    project = copied(installed, tmp_path)
    interpreter = project.folder / ".venv" / "interpreter"
    interpreter.unlink()
    interpreter.symlink_to("/usr/bin/python3.0")
    assert project.said("build") == "1 build\n"
    assert (project.folder / ".venv").readlink() == Path(".venvs/2")


HOSTILE: dict[str, str | None] = {
    "PYTHONHOME": "/nowhere",
    "PYTHONSAFEPATH": "1",
    "PYTHONSTARTUP": "/nowhere",
    "PYTHONOPTIMIZE": "2",
    "PYTHONINSPECT": "1",
    "PYTHONWARNINGS": "error",
    "PYTHONPLATLIBDIR": "nowhere",
    "PYTHONPYCACHEPREFIX": "/proc/nowhere",
    "PYTHONIOENCODING": "ascii",
    "PYTHONUTF8": "0",
    "PIP_USER": "1",
    "PIP_TARGET": "/proc/nowhere",
    "PIP_PREFIX": "/proc/nowhere",
    "PIP_NO_CACHE_DIR": None,
    "CDPATH": "/usr",
}
HOMES = {
    "no home": {"HOME": None, "LC_ALL": None},
    "home read-only": {"HOME": "/proc", "LC_ALL": "POSIX"},
}


@pytest.mark.parametrize("more", HOMES.values(), ids=HOMES)
def test_what_the_caller_set_for_other_programs_does_no_harm(
    project: Project, more: dict[str, str | None]
) -> None:
    others = project.folder.parent / "others"
    others.mkdir()
    for module in ("tiny", "json", "sitecustomize", "pip", "venv"):
        (others / f"{module}.py").write_text("raise SystemExit('another module of that name')")
    command, environment = project.command("build", **HOSTILE, PYTHONPATH=str(others), **more)
    done = [
        subprocess.run(
            ["/bin/sh", "-c", 'umask 077; exec "$@"', "sh", *command],
            env=environment,
            capture_output=True,
            check=False,
        )
        for _ in range(2)
    ]
    assert [(each.returncode, each.stdout) for each in done] == [(0, b"1 build\n")] * 2, done[
        0
    ].stderr.decode()
    assert done[1].stderr == b""
