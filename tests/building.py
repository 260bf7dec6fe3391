"""Small sites for the tests: a folder of content, read or built as the project does it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.content.load import load_content
from plugins.content.options import BuildOptions
from plugins.content.site_config import read_site_config
from plugins.i18n.phrase_files import PhraseFolder, load_phrases
from plugins.model.urls import SiteUrls

if TYPE_CHECKING:
    from plugins.content.site_content import SiteContent
    from plugins.i18n.phrases import Phrases

ROOT = Path(__file__).parent.parent
_MOVED = ROOT / "examples" / "122"
DEMO = _MOVED if _MOVED.is_dir() else ROOT / "content"
"""The demonstration's content: where it is shipped, or where `./inv init` moved it."""
VALID = ROOT / "tests" / "sites" / "valid"
SITE, SITE_PROBLEMS = read_site_config(VALID, "content", ROOT / "theme")
ZONE = SITE.zone
_SCRATCH = TemporaryDirectory(prefix="valid-site-")
"""Of this process, and gone with it."""
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=ZONE)
BUILD_DEMO = ("build", "--content", DEMO, "--now", NOW.isoformat())
"""The command that builds the demonstration."""


def site_phrases(code: str) -> Phrases:
    """The theme's phrases in a language, filled for the valid site."""
    found, problems = load_phrases(
        [PhraseFolder(ROOT / "theme" / "phrases", "theme/phrases")], SITE.languages
    )
    assert problems == []
    return found[code].for_site(SITE)


def build_options(content: Path, **changes: object) -> BuildOptions:
    """What a reading of a content folder is asked for, with the project's own theme.

    The folder's own cache has the cards of the valid site already, which most tests' sites show.
    """
    options = _options(content, changes)
    if "cache" not in changes and not _cards(options).exists():
        shutil.copytree(_cards(_valid_site()), _cards(options))
    return options


def _options(content: Path, changes: dict[str, object]) -> BuildOptions:
    asked: dict[str, object] = {
        "content": content,
        "theme": ROOT / "theme",
        "cache": content.parent / ".cache",
        "site": SITE,
        "urls": SiteUrls(SITE.url),
        "now": NOW,
    }
    return BuildOptions(**{**asked, **changes})  # type: ignore[arg-type] # each test knows what it changes


def _cards(options: BuildOptions) -> Path:
    return options.cache / "cards" / options.cache_id


@cache
def _valid_site() -> BuildOptions:
    """The valid site, with its cards drawn."""
    options = _options(content_of(Path(_SCRATCH.name)), {})
    load_content(options)
    return options


def read(content: Path, **changes: object) -> SiteContent:
    """The content of a folder."""
    return load_content(build_options(content, **changes))


def content_of(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """A copy of the valid site's content in a folder, with more files in it."""
    content = folder / "content"
    shutil.copytree(VALID, content)
    for name, text in (files or {}).items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return content


def inv(*arguments: str | Path, cwd: Path = ROOT, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The project's own command, or that of a copy in `root`, in the Python the tests run in."""
    command = [sys.executable, str(root / "entry.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
