"""The editors' handbook, `content/README.md`, from the same tables of keys and messages as the checks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from plugins.editor.report import load_ui_text
from plugins.markdown.front_matter import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
PLUGINS = HERE.parent.parent
LANGUAGES = ("ru", "en")
"""The handbook's languages, in order."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def render_handbook() -> str:
    """The handbook's text."""
    return "\n".join(_chapter(language) for language in LANGUAGES)


def _chapter(language: str) -> str:
    chapter = Template((HERE / f"{language}.md").read_text(encoding="utf-8"))
    keys, problems = "\n".join(_key_rows(language)), "\n".join(_message_list(language))
    return chapter.substitute(keys=keys, problems=problems)


def _key_rows(language: str) -> Iterator[str]:
    descriptions = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
    for key in SCHEMA.keys:
        instead = ", ".join(word for word, right in SCHEMA.aliases.items() if right == key)
        yield f"| `{key}` | {descriptions[key]['what']} | `{descriptions[key]['example']}` | {instead} |"


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
