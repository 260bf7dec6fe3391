"""No text takes more than time in proportion to its length: a limit on the processor's time is the judge."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.building import ROOT

PATTERNS = """
import importlib, pkgutil, re, resource, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
import plugins
from tests.security.tricks import PUMPS

OURS = {"plugins.app.icon", "plugins.cards.palette"}  # they read the theme's own style sheet
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
        only_matched = re.search(rf"\\b{name}\\.(?:full)?match\\(", source)
        searched = re.search(rf"\\b{name}\\.(?:finditer|sub|search|findall|split)\\(", source)
        for pump in PUMPS:
            whole = pump * (2_000 // len(pump))
            for text in (whole, f"a{whole}\\0"):
                typed = text if isinstance(pattern.pattern, str) else text.encode()
                pattern.fullmatch(typed)
                pattern.match(typed)
                if searched or not only_matched:
                    all(pattern.finditer(typed))
assert len(found) > 100, found
"""
TEXTS = """
import resource

resource.setrlimit(resource.RLIMIT_CPU, (180, 180))
from tests.markup.sheets import read
from tests.security.tricks import PUMPS

for pump in PUMPS:
    line = pump * (5_000 // len(pump))
    read(line)
    read("\\n\\n".join([line] * 10))
    read(f"{pump}\\n" * (50_000 // len(pump)))
    read(f"{pump}x\\n\\n" * 5_000)
read("".join(f"[^{n}]\\n\\n[^{n}]: x\\n\\n" for n in range(20_000)))
read("\\n".join(f"{' ' * n}- a" for n in range(500)))
"""
CHECKS = """
import resource, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_CPU, (180, 180))
from plugins.desk.check import check_content
from tests.building import brief, content_of
from tests.security.tricks import PUMPS

HEAD = "---\\ntitle: T\\nsummary: S\\ntopics: [health]\\n---\\n\\n"
files = {
    f"news/2023-01-01-a{number}/ru.md": HEAD + "\\n\\n".join([pump * (5_000 // len(pump))] * 4)
    for number, pump in enumerate(PUMPS)
}
files["topics.yaml"] = "health: {ru: З, en: H}\\ncalling: {ru: К, en: C}\\n"
print(len(check_content(brief(content_of(Path(sys.argv[1]), files)))))
"""


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(PATTERNS, id="each pattern over 2,000 characters"),
        pytest.param(TEXTS, id="the reader over texts of one repeated sign"),
        pytest.param(CHECKS, id="all checks over such texts"),
    ],
)
def test_no_text_keeps_the_processor_busy(program: str, tmp_path: object) -> None:
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
