"""For each template, a digest of its text and of all templates that it extends, includes or imports.

A template that names another one only at run time depends on all: too many rather than too few.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates

from plugins.build.cache import EntryKind
from plugins.pages.render import RENDER_PARTIAL, partial_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment

    from plugins.build.cache import BuildCache

ANY = "*"
"""Stands for a template that is named only at run time."""
TEMPLATES: EntryKind[dict[str, str]] = EntryKind("templates", dict[str, str])
"""The digest of each template of a theme, by its name."""


class TemplateDependencies:
    """The templates below a folder; their digests are cached until one of them or `base_key` changes."""

    def __init__(self, environment: Environment, folder: Path, cache: BuildCache, base_key: str) -> None:
        self._environment = environment
        self._cache = cache
        self._scope = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[
            :16
        ]
        self._sources = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        told = repr((base_key, sorted(self._sources.items()))).encode()
        self._key = hashlib.blake2b(told, digest_size=32).digest()

    def digest(self, name: str) -> str:
        """The digest of a template and of all it is made of; empty for one that is missing."""
        return self._digests.get(name, "")

    @cached_property
    def _digests(self) -> dict[str, str]:
        digests = self._cache.load(TEMPLATES, self._scope, self._key)
        if digests is None:
            references = {name: self._references(name) for name in self._sources}
            digests = {name: self._digest(name, references) for name in self._sources}
            self._cache.store(TEMPLATES, self._scope, self._key, digests)
        return digests

    def _digest(self, name: str, references: dict[str, frozenset[str]]) -> str:
        found, waiting = {name}, [name]
        while waiting:
            below = references.get(waiting.pop(), frozenset())
            below = frozenset(self._sources) if ANY in below else below
            waiting += below - found
            found |= below
        digest = hashlib.blake2b(digest_size=16)
        for each in sorted(found):
            content = self._sources.get(each, b"")
            digest.update(f"{each}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()

    def _references(self, name: str) -> frozenset[str]:
        try:
            tree = self._environment.parse(self._sources[name].decode("utf-8", "replace"))
        except TemplateSyntaxError:
            return frozenset({ANY})  # whoever renders it will tell
        named = frozenset(each or ANY for each in find_referenced_templates(tree))
        return named | frozenset(_partials(tree))


def _partials(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == RENDER_PARTIAL:
            first = call.args[0] if call.args else None
            yield partial_file(first.value) if isinstance(first, nodes.Const) else ANY
