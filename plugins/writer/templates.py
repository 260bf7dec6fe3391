"""Compiled templates, kept between builds like everything else that is kept: checked, or not used."""

from __future__ import annotations

import hashlib
import marshal
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from plugins.editions.kept import keep, read_kept

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket


class KeptTemplates(BytecodeCache):
    """The compiled templates of one `ground`: the same templates, settings, code and libraries."""

    def __init__(self, folder: Path, ground: str) -> None:
        self._folder = folder
        self._ground = ground

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template as it was compiled before, where it was."""
        kept = read_kept(self._folder / bucket.key, self._key(bucket))
        bucket.code = marshal.loads(kept) if kept else None  # noqa: S302 - our own bytes, by key and checksum

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled just now."""
        keep(self._folder / bucket.key, self._key(bucket), marshal.dumps(bucket.code))

    def _key(self, bucket: Bucket) -> bytes:
        told = f"{self._ground} {bucket.key} {bucket.checksum}"
        return hashlib.blake2b(told.encode(), digest_size=32).digest()
