"""Memory: which fingerprint every published feed was composed with, kept between builds.

It is only ever a hint: what is damaged, foreign or made by other code is forgotten, and a file counts as
known only if what is published has the very bytes that were composed then.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("feedgen", "lxml", "nh3")
CODE = Path(__file__).parent


class Memory:
    """Fingerprints and SHA-256 digests of files by their output paths, in a file of the cache."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._code = code_digest()
        self._before = self._read()
        self._now: dict[str, list[str]] = {}

    def knows(self, path: str, fingerprint: str, sha256: str) -> bool:
        """Whether the file with this digest was composed with this fingerprint; if so it is remembered on."""
        known = self._before.get(path) == [fingerprint, sha256]
        if known:
            self._now[path] = [fingerprint, sha256]
        return known

    def learn(self, path: str, fingerprint: str, sha256: str) -> None:
        """Remember what was composed."""
        self._now[path] = [fingerprint, sha256]

    def save(self) -> None:
        """Keep what this build has learnt and nothing older."""
        if self._now == self._before:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps({"code": self._code, "files": self._now}), encoding="utf-8")
        fresh.replace(self._file)

    def _read(self) -> dict[str, list[str]]:
        try:
            told = json.loads(self._file.read_bytes())
            return dict(told["files"]) if told["code"] == self._code else {}
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return {}


def code_digest() -> str:
    """What the feeds' bytes depend on beside the content: this package and the libraries it writes with."""
    digest = blake2b(digest_size=16)
    for module in sorted(CODE.glob("*.py")):
        digest.update(module.read_bytes())
    digest.update(repr([version(library) for library in LIBRARIES]).encode())
    return digest.hexdigest()
