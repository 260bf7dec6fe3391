"""What a text was when it was translated: found in git's history, where there is one."""

from __future__ import annotations

import difflib
import subprocess
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.markdown.reader import read_document
from plugins.model.sections import section_hashes, text_sections

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.i18n.phrases import Phrases
    from plugins.model.document import Document
    from plugins.model.sections import TextSection

VERSIONS = 200
"""How far back to look."""


class History(Struct, frozen=True):
    """The versions of one text in git; none where the file is not kept there."""

    file: Path
    phrases: Phrases

    def when(self, kept: str) -> Document | None:
        """The newest version whose parts have these prints."""
        versions = (self._read(commit) for commit in self._commits())
        return next((version for version in versions if version and section_hashes(version) == kept), None)

    def changes(self, kept: str, changed: tuple[TextSection, ...], now: Document) -> list[str]:
        """The lines that went (`-`) and came (`+`) in the changed parts; empty where history does not say."""
        before = self.when(kept)
        if before is None:
            return []
        still = {part.digest for part in text_sections(now)}
        old = [
            line
            for part in text_sections(before)
            if part.digest not in still
            for line in part.text.split("\n")
        ]
        new = [line for part in changed for line in part.text.split("\n")]
        return [line for line in difflib.ndiff(old, new) if line[0] in "+-" and line[2:].strip()]

    def _commits(self) -> list[str]:
        return self._git("log", "--format=%H", f"-{VERSIONS}", "--", self.file.name).split()

    def _read(self, commit: str) -> Document | None:
        text = self._git("show", f"{commit}:./{self.file.name}")
        path, typography = self.file.name, self.phrases.typography
        language = self.phrases.language
        return read_document(text.encode(), path, typography=typography, language=language) if text else None

    def _git(self, *arguments: str) -> str:
        """What git says, or nothing: no git, no repository and no history are all the same here."""
        command = ["git", "-C", str(self.file.parent), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - git, with a file's own name
        except (OSError, subprocess.CalledProcessError):
            return ""
        return done.stdout.decode("utf-8", "replace")
