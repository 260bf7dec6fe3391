"""The desk's only built script is what its sources give, with the licence of everything in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.programs import DESK_MODULES, ROOT

if TYPE_CHECKING:
    from pathlib import Path

TOOL = ROOT / "tools" / "desk_vendor"
STATIC = ROOT / "plugins" / "editor" / "desk" / "static"
NAMES = ("vendor.js", "vendor.LICENSES.txt")


@pytest.mark.programs
def test_the_script_is_built_to_the_same_bytes_again(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node
    assert DESK_MODULES.is_dir(), "run `python -m tests.programs`"
    subprocess.run([node, TOOL / "build.mjs", tmp_path], check=True)
    assert {name: (tmp_path / name).read_bytes() for name in NAMES} == {
        name: (STATIC / name).read_bytes() for name in NAMES
    }


def test_every_direct_package_is_of_an_exact_version_and_its_licence_is_told() -> None:
    wanted = json.loads((TOOL / "package.json").read_text(encoding="utf-8"))["dependencies"]
    told = dict(
        re.findall(r"^(\S+) (\d\S+) \([\w.-]+\)$", (STATIC / NAMES[1]).read_text("utf-8"), re.MULTILINE)
    )
    assert wanted.items() <= told.items()
