"""What a command tells at the terminal: in which language, and every problem on its line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import message_languages

if TYPE_CHECKING:
    from plugins.diagnostics.problem import ContentError


def editors_language(asked: str) -> str:
    """The language problems are told in: the one asked for, else the environment's, else English."""
    wanted = (asked, *(os.environ.get(name, "")[:2] for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    return next((code for code in wanted if code in message_languages()), "en")


def tell(error: ContentError, language: str) -> None:
    """Every problem on its line, and how many there are."""
    lines = [*(found.format(language) for found in error.problems), f"{len(error.problems)} ⚠"]
    sys.stderr.write("\n".join(lines) + "\n")
