"""Processing time is linear in the length of a text, checked with a CPU time limit.

The limit begins anew with each text, so a short one suffices to tell proportion from worse.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.building import ROOT

PATTERNS = """
import importlib, pkgutil, re
from pathlib import Path

import plugins
from tests.security.bounded import allow
from tests.security.repetitions import PUMPS

OURS = {"plugins.pwa.web_app", "plugins.cards.design"}  # they read the theme's own style sheet
found = set()
for module in pkgutil.walk_packages(plugins.__path__, "plugins."):
    if module.name.endswith(".plugin") or ".preview" in module.name or module.name in OURS:
        continue
    loaded = importlib.import_module(module.name)
    source = Path(loaded.__file__).read_text(encoding="utf-8")
    for name, pattern in vars(loaded).items():
        if not isinstance(pattern, re.Pattern) or pattern in found:
            continue
        found.add(pattern)
        print(module.name, name, flush=True)
        only_matched = re.search(rf"\\b{name}\\.(?:full)?match\\(", source)
        searched = re.search(rf"\\b{name}\\.(?:finditer|sub|search|findall|split)\\(", source)
        for pump in PUMPS:
            whole = pump * (2_000 // len(pump))
            allow(2)
            for text in (whole, f"a{whole}\\0"):
                typed = text if isinstance(pattern.pattern, str) else text.encode()
                pattern.fullmatch(typed)
                pattern.match(typed)
                if searched or not only_matched:
                    all(pattern.finditer(typed))
assert len(found) > 80, len(found)
"""
TEXTS = """
from tests.markdown.documents import read
from tests.security.bounded import allow
from tests.security.repetitions import PUMPS

for pump in PUMPS:
    print(repr(pump), flush=True)
    line = pump * (2_000 // len(pump))
    for text in (
        line,
        "\\n\\n".join([line] * 10),
        f"{pump}\\n" * (20_000 // len(pump)),
        f"{pump}x\\n\\n" * 2_000,
    ):
        allow(5)
        read(text)
allow(5)
read("".join(f"[^{n}]\\n\\n[^{n}]: x\\n\\n" for n in range(20_000)))
read("\\n".join(f"{' ' * n}- a" for n in range(500)))
"""
CHECKS = """
import sys
from pathlib import Path

from plugins.editor.check import check_content
from tests.building import build_options, content_of
from tests.security.bounded import allow
from tests.security.repetitions import PUMPS

HEAD = "---\\ntitle: T\\nsummary: S\\ntopics: [health]\\n---\\n\\n"
files = {
    f"news/2023-01-01-a{number}/ru.md": HEAD + "\\n\\n".join([pump * (2_500 // len(pump))] * 4)
    for number, pump in enumerate(PUMPS)
}
files["topics.yaml"] = "health: {ru: З, en: H}\\ncalling: {ru: К, en: C}\\n"
allow(45)
print(len(check_content(build_options(content_of(Path(sys.argv[1]), files)))))
"""


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(PATTERNS, id="each pattern over 2,000 characters"),
        pytest.param(TEXTS, id="the reader over texts of one repeated sign"),
        pytest.param(CHECKS, id="all checks over such texts"),
    ],
)
def test_processing_time_is_linear(program: str, tmp_path: object) -> None:
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stdout[-100:], done.stderr[-2000:])
