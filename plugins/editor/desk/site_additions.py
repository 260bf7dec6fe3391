"""A new entry of a file of the site: a topic, a source, a question, a fact on the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.citations import UNDATED
from plugins.editor.desk.site_file_kinds import SiteFileKind
from plugins.editor.slugs import free_name, slugify
from plugins.figures.figure_reader import NO_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.editor.acts.yaml_text import YamlText
    from plugins.editor.yaml_nodes import Value

ADDITION = "+"
"""In place of a field's key: the fields of a new entry."""
ADDED_FIELDS: Mapping[SiteFileKind, Mapping[str, str]] = {
    SiteFileKind.SITE: {"label": "fact-label", "text": "fact-text"},
    SiteFileKind.TOPICS: {"name": "topic"},
    SiteFileKind.SOURCES: {key: f"source-{key}" for key in ("name", "url", "date")},
    SiteFileKind.QUESTIONS: {key: f"question-{key}" for key in ("name", "unknown")},
}
"""What a new entry is asked for, and what the fields are called in the desk's texts."""
NOT_SAID = {"url": NO_URL, "date": UNDATED}
"""What stands where a source has no address or bears no date."""


def add_entry(yaml: YamlText, kind: SiteFileKind, typed: Mapping[str, Value]) -> None:
    """Add an entry at the end, under a key that no other has.

    Raises `KeyError` if its name is missing, and `ContentError` if it cannot be written.
    """
    said = {key: _said(typed.get(key, ""), key) for key in ADDED_FIELDS[kind]}
    said = {key: value for key, value in said.items() if value}
    head = next(iter(ADDED_FIELDS[kind]))
    names = said.get(head)
    if not isinstance(names, dict):
        raise KeyError(head)
    if kind is SiteFileKind.SITE:
        facts = yaml.values().get("facts")
        yaml.put((), "facts", (*(facts if isinstance(facts, tuple) else ()), said))
        return
    date = said.get("date", "")
    year = f"-{date[:4]}" if isinstance(date, str) and date[:4].isdecimal() else ""
    name = slugify(str(next(iter(names.values())))) or kind.value
    yaml.put((), free_name(f"{name}{year}", yaml.values()), names if kind is SiteFileKind.TOPICS else said)


def _said(value: Value, key: str) -> Value:
    """A text, or texts by language without those that are empty."""
    if isinstance(value, dict):
        return {code: text for code, text in value.items() if isinstance(text, str) and text.strip()}
    return value.strip() or NOT_SAID.get(key, "") if isinstance(value, str) else ""
