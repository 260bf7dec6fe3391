"""The topics of the site: `content/topics.yaml`, one line a topic, named in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice, problem
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Tree, load_yaml
from plugins.model.content_path import SLUG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TopicNames = dict[str, dict[str, str]]


def read_topics(file: Path, shown: str, languages: tuple[str, ...]) -> tuple[TopicNames, list[Problem]]:
    """Every topic's name by language, in the file's order, and what is wrong with the file.

    A language that a topic has no name in borrows the first one it has: a new language can be added
    before its topics are named.
    """
    tree = load_yaml(file, shown)
    if tree is None:
        return {}, [problem(shown, 1, "topics-missing")]
    if isinstance(tree, Problem):
        return {}, [tree]
    if not isinstance(tree, Mapping):
        return {}, [problem(shown, tree.line, "topics-form")]
    problems: list[Problem] = []
    topics: TopicNames = {}
    for slug, names in tree.values.items():
        topics[slug] = _names(names, languages)
        problems += _doubts(slug, names, languages, shown, tree.lines[slug])
    return topics, problems


def _names(names: Tree, languages: tuple[str, ...]) -> dict[str, str]:
    typed = names.values if isinstance(names, Mapping) else {}
    named = {code: name.text for code, name in typed.items() if isinstance(name, Scalar) and name.text}
    first = next((named[code] for code in languages if code in named), "")
    return {code: named.get(code, first) for code in languages}


def _doubts(slug: str, names: Tree, languages: tuple[str, ...], shown: str, line: int) -> Iterator[Problem]:
    if not SLUG.fullmatch(slug):
        yield problem(shown, line, "topic-slug", slug=slug)
    if not isinstance(names, Mapping) or not any(_names(names, languages).values()):
        yield problem(shown, line, "topics-form")
        return
    for code in languages:
        if code not in names.values:
            yield advice(shown, line, "topic-unnamed", slug=slug, language=code)
