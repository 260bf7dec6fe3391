"""What the site is built with is pinned, listed and licensed."""

from __future__ import annotations

import re

import pytest

from tests.building import ROOT

LOCKS = ["requirements.lock", "requirements-test.lock", "deploy/audit.lock", "deploy/fuzz.lock"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_pinned_by_hash_and_comes_from_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    for line in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[\w.\[\]-]+==\S+", line), line
        assert "--hash=sha256:" in line, line


def test_every_installed_library_is_in_the_list_of_licences() -> None:
    listed = {name.lower().replace("_", "-") for name in names_in("docs/licences.md", r"^\| (\S+) +\| \S")}
    locked = {name for lock in LOCKS[:2] for name in names_in(lock, r"^([\w.-]+)\S*==\S+ \\$")}
    assert {name.lower() for name in locked} - listed == set(), "run deploy/audit, which writes the list anew"


def test_test_tools_come_in_addition_and_need_no_other_version_of_a_library() -> None:
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert {name: run[name] for name in run.keys() & test.keys()} == {
        name: test[name] for name in run.keys() & test.keys()
    }
    assert "pytest" in test.keys() - run.keys()


def pins(lock: str) -> dict[str, set[str]]:
    """The versions of each library in a lock file."""
    found: dict[str, set[str]] = {}
    text = (ROOT / lock).read_text(encoding="utf-8")
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def names_in(path: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))


def test_no_licence_is_unknown() -> None:
    assert "UNKNOWN" not in (ROOT / "docs/licences.md").read_text(encoding="utf-8")
