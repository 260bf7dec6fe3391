"""Parity of the texts in YAML files: alert, topics, sources, regions, `site.yaml`, and those of figures.

Every mapping from languages to texts is a text in several languages, whatever file it stands in.
"""

from __future__ import annotations

import stat
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from plugins.content.comparison import Statement, differences
from plugins.diagnostics.problem import Problem, Severity, advice, problem
from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES, Mapping, Scalar, Sequence, load_yaml
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Table
    from pathlib import Path

    from plugins.content.facts import FactReader
    from plugins.diagnostics.yaml_tree import Tree

COUNTED = 5
PATTERNS = ("*.yaml", "figures/*.yaml", "regions/*.yaml")
Texts = dict[str, Scalar]


class YamlFile(NamedTuple):
    """A file, its path in messages, and the digest of its bytes."""

    file: Path
    path: str
    digest: bytes


def yaml_files(content: Path, display_name: str) -> dict[str, YamlFile]:
    """The files in which texts in several languages may stand, by their path in messages."""
    found = {}
    for file in sorted(file for pattern in PATTERNS for file in content.glob(pattern)):
        path = normalize("NFC", f"{display_name}/{file.relative_to(content).as_posix()}")
        if digest := _digest(file):
            found[path] = YamlFile(file, path, digest)
    return found


def _digest(file: Path) -> bytes:
    """Empty for what is no ordinary file, or cannot be read: that is reported elsewhere."""
    try:
        state = file.lstat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > MAX_FILE_BYTES:
            return b""
        return blake2b(file.read_bytes(), digest_size=16).digest()
    except OSError:
        return b""


def check_yaml_parity(source: YamlFile, readers: Table[str, FactReader]) -> Iterator[Problem]:
    """Facts that a text has in one language and lacks in another, and numbers that mean different things."""
    tree = load_yaml(source.file, source.path)
    if isinstance(tree, Problem | None):
        return
    is_draft = isinstance(tree, Mapping) and _is_draft(tree)
    for texts in _localized_texts(tree, readers):
        first, *others = (code for code in readers if code in texts)
        for code in others:
            found = _compare(source.path, texts[first], texts[code], readers[first], readers[code])
            yield from (replace(each, severity=Severity.ADVICE) if is_draft else each for each in found)


def _is_draft(tree: Mapping) -> bool:
    status = tree.values.get("status")
    return isinstance(status, Scalar) and status.text == Status.DRAFT


def _localized_texts(tree: Tree, languages: Table[str, object]) -> Iterator[Texts]:
    if isinstance(tree, Sequence):
        for value in tree.values:
            yield from _localized_texts(value, languages)
    elif isinstance(tree, Mapping):
        texts = {key: _as_text(value) for key, value in tree.values.items()}
        scalars = {key: text for key, text in texts.items() if text}
        if len(scalars) > 1 and texts.keys() <= languages.keys():
            yield scalars
        for value in tree.values.values():
            yield from _localized_texts(value, languages)


def _as_text(tree: Tree) -> Scalar | None:
    """A text; the words of a unit, as they stand after a number."""
    if isinstance(tree, Mapping) and isinstance(forms := tree.values.get("other"), Scalar):
        return Scalar(f"{COUNTED} {forms.text}", forms.line)
    return tree if isinstance(tree, Scalar) else None


def _compare(
    path: str, one: Scalar, other: Scalar, reader: FactReader, other_reader: FactReader
) -> Iterator[Problem]:
    ours = Statement(reader.read(one.text, one.line), partial(reader.spelled, one.text))
    theirs = Statement(other_reader.read(other.text, other.line), partial(other_reader.spelled, other.text))
    for here, there in differences(ours, theirs):
        if here and there:
            yield problem(path, there.line, "texts-differ", here=there.typed, there=here.typed)
        elif (fact := here or there) and fact.value not in reader.own_numbers:
            text, code = (other, other_reader.language.code) if here else (one, reader.language.code)
            yield advice(path, text.line, "texts-missing", here=fact.typed, language=code, text=text.text)
