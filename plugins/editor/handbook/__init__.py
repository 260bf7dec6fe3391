"""The editors' handbook, `content/README.md`, from the same tables of keys and messages as the checks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from plugins.content.citations import SOURCE_SCHEMA
from plugins.content.regions import REGION_SCHEMAS
from plugins.content.site_config import SCHEMAS as SITE_SCHEMAS
from plugins.editor.report import load_ui_text
from plugins.markdown.front_matter import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.diagnostics.schema import Schema

    Descriptions = Mapping[str, Mapping[str, str]]

HERE = Path(__file__).parent
PLUGINS = HERE.parent.parent
LANGUAGES = ("ru", "en")
"""The handbook's languages, in order."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def render_handbook() -> str:
    """The handbook's text."""
    return "\n".join(handbook_chapter(language) for language in LANGUAGES)


def handbook_chapter(language: str) -> str:
    """The handbook in one language."""
    chapter = Template((HERE / f"{language}.md").read_text(encoding="utf-8"))
    descriptions = key_descriptions(language)
    lists = {
        "keys": _key_rows(SCHEMA, descriptions),
        "site_keys": _section_rows(SITE_SCHEMAS, descriptions["site"]),
        "source_keys": _key_rows(SOURCE_SCHEMA, descriptions["source-keys"], "source."),
        "region_keys": _section_rows(REGION_SCHEMAS, descriptions["region-keys"]),
        "problems": _message_list(language),
    }
    return chapter.substitute({name: "\n".join(lines) for name, lines in lists.items()})


def key_descriptions(language: str) -> dict[str, Any]:
    """What each key means, with an example: of the front matter, and in tables of the other files."""
    return tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))


def _section_rows(schemas: Mapping[str, Schema], descriptions: Descriptions) -> Iterator[str]:
    """The rows of a file's keys, those of a mapping in it called `contacts.show`."""
    for section, schema in schemas.items():
        yield from _key_rows(schema, descriptions, f"{section}." if section else "")


def _key_rows(schema: Schema, descriptions: Descriptions, prefix: str = "") -> Iterator[str]:
    """A table row for each key: meaning, example, accepted misspellings."""
    for key in schema.keys:
        instead = ", ".join(word for word, right in schema.aliases.items() if right == key)
        described = descriptions[prefix + key]
        yield f"| `{prefix}{key}` | {described['what']} | `{described['example']}` | {instead} |"


def _message_list(language: str) -> Iterator[str]:
    texts = load_ui_text(language)
    for file in sorted(PLUGINS.glob(f"*/messages/{language}.toml")):
        yield f"\n#### {texts.text(f'handbook-{file.parent.parent.name}')}\n"
        for message in tomllib.loads(file.read_text(encoding="utf-8")).values():
            yield f"- {_to_markdown(message['what'])} → {_to_markdown(message['fix'])}"


def _to_markdown(sentence: str) -> str:
    """A message with an ellipsis for each value, escaped for Markdown."""
    text = PLACEHOLDER.sub("…", sentence.replace("{{", "\0").replace("}}", "\1"))
    text = text.replace("\0", "{").replace("\1", "}")
    return re.sub(r"([<*_\[\]])", r"\\\1", text)
