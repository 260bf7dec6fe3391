"""The editors' handbook: `content/README.md`, made of its chapters, of the keys and of every message.

What stands in it about keys and errors is taken from where the checks take it, so it cannot differ from them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from plugins.editor.report import read_words
from plugins.markdown.keys import KEYS, MEANT

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
PLUGINS = HERE.parent.parent
CHAPTERS = ("ru", "en")
"""The handbook's languages, in their order."""
VALUE = re.compile(r"\{(\w+)\}")


def handbook() -> str:
    """The handbook's text."""
    return "\n".join(_part(language) for language in CHAPTERS)


def _part(language: str) -> str:
    chapter = Template((HERE / f"{language}.md").read_text(encoding="utf-8"))
    return chapter.substitute(keys="\n".join(_keys(language)), problems="\n".join(_problems(language)))


def _keys(language: str) -> Iterator[str]:
    """A row a key: what it is for, an example, what editors type in its place and are put right."""
    told = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
    for key in KEYS:
        instead = ", ".join(word for word, right in MEANT.items() if right == key)
        yield f"| `{key}` | {told[key]['what']} | `{told[key]['example']}` | {instead} |"


def _problems(language: str) -> Iterator[str]:
    """A section for each package that finds something, a line for each thing it finds."""
    words = read_words(language)
    for file in sorted(PLUGINS.glob(f"*/messages/{language}.toml")):
        yield f"\n#### {words.text(f'handbook-{file.parent.parent.name}')}\n"
        for message in tomllib.loads(file.read_text(encoding="utf-8")).values():
            yield f"- {_plain(message['what'])} → {_plain(message['fix'])}"


def _plain(sentence: str) -> str:
    """A message with an ellipsis for each value, safe in Markdown."""
    shown = VALUE.sub("…", sentence.replace("{{", "\0").replace("}}", "\1"))
    shown = shown.replace("\0", "{").replace("\1", "}")
    return re.sub(r"([<*_\[\]])", r"\\\1", shown)
