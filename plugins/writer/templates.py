"""Templates: as they were compiled before, and which of them a page is made of."""

from __future__ import annotations

import hashlib
import marshal
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates

from plugins.build.toolchain import files_below
from plugins.editions.kept import keep, read_kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment
    from jinja2.bccache import Bucket

EVERY = "*"
"""What a template refers to that names another one only while it runs."""


class KeptTemplates(BytecodeCache):
    """The compiled templates of one `ground`: the same settings, code and libraries, and the same parts."""

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


class Closures:
    """For each template below a folder, the digest of all that it is made of.

    That is its own text, the templates it extends, includes or imports, its fragments, and theirs. Digests
    are kept in the file `known` until a template or the `ground` changes; its own `ground` stands for both.
    """

    def __init__(self, environment: Environment, folder: Path, known: Path, ground: str) -> None:
        self._environment = environment
        start = len(str(folder)) + 1
        self._sources = {
            path[start:].replace("\\", "/"): _bytes(path) for path in sorted(files_below(str(folder)))
        }
        told = repr((ground, sorted(self._sources.items()))).encode()
        self._key = hashlib.blake2b(told, digest_size=32).digest()
        self.ground = self._key.hex()
        self._file = known
        self._digests: dict[str, str] = {}

    def digest(self, name: str) -> str:
        """The digest of a template and of all below it; one that is not there is as good as empty."""
        if not self._digests:
            self._digests = read_kept(self._file, self._key) or self._taken()
        return self._digests.get(name, "")

    def _taken(self) -> dict[str, str]:
        references = {name: self._references(name) for name in self._sources}
        digests = {name: self._digest(name, references) for name in self._sources}
        keep(self._file, self._key, digests)
        return digests

    def _digest(self, name: str, references: dict[str, frozenset[str]]) -> str:
        found, waiting = {name}, [name]
        while waiting:
            below = references.get(waiting.pop(), frozenset())
            below = frozenset(self._sources) if EVERY in below else below
            waiting += below - found
            found |= below
        told = hashlib.blake2b(digest_size=16)
        for each in sorted(found):
            content = self._sources.get(each, b"")
            told.update(f"{each}\n{len(content)}\n".encode() + content)
        return told.hexdigest()

    def _references(self, name: str) -> frozenset[str]:
        try:
            tree = self._environment.parse(self._sources[name].decode("utf-8", "replace"))
        except TemplateSyntaxError:
            return frozenset({EVERY})  # whoever renders it will tell
        named = frozenset(each or EVERY for each in find_referenced_templates(tree))
        return named | frozenset(_fragments(tree))


def _fragments(tree: nodes.Template) -> Iterator[str]:
    """The templates of the fragments that are called for: `part("teaser", …)`."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "part":
            first = call.args[0] if call.args else None
            yield f"parts/{first.value}.html" if isinstance(first, nodes.Const) else EVERY


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - as the walk gives it
        return file.read()
