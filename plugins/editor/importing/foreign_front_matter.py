"""Front matter of other generators: YAML, TOML, JSON, or `Key: value` lines; values are texts."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import yaml
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BLOCK = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
LINE = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*:[ \t]*(.*)")
TRUE = frozenset({"true", "yes", "1", "on"})
MAX_DEPTH = 20


class ForeignFrontMatter(Struct, frozen=True):
    """The values by key in small letters.

    `is_loose` if they could only be read line by line, `is_broken` if lines are left over even so.
    """

    values: Mapping[str, Any]
    body: str
    is_loose: bool = False
    is_broken: bool = False

    def text(self, *keys: str) -> str:
        """The first text under one of the keys."""
        return next((found for key in keys for found in texts_in(self.values.get(key))), "")

    def texts(self, *keys: str) -> tuple[str, ...]:
        """All texts under these keys, each once: a list, a mapping's values or words with commas between."""
        found = [text for key in keys for text in texts_in(self.values.get(key))]
        return tuple(dict.fromkeys(found))

    def listed(self, *keys: str) -> tuple[str, ...]:
        """As `texts`, one text with commas between as several."""
        parts = []
        for key in keys:
            value = self.values.get(key)
            for text in texts_in(value):
                parts += text.split(",") if isinstance(value, str) else [text]
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def picture(self, *keys: str) -> str:
        """The first picture under one of the keys: a text, or the `src`, `image` or `url` of a mapping."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, dict):
                value = next((value[name] for name in ("src", "image", "url", "path") if name in value), None)
            if (found := next(texts_in(value), "")) and not found.startswith("{"):
                return found
        return ""

    def flag(self, key: str) -> bool:
        """Whether the value is true."""
        return self.text(key).lower() in TRUE


def texts_in(value: object, depth: int = 0) -> Iterator[str]:
    """The texts of a value, white space collapsed."""
    if isinstance(value, list):
        for each in value if depth < MAX_DEPTH else ():
            yield from texts_in(each, depth + 1)
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()), depth)
    elif isinstance(value, dt.date | dt.time):
        yield value.isoformat()
    elif value is not None and (text := " ".join(str(value).split())):
        yield text


def read_foreign_front_matter(text: str) -> ForeignFrontMatter:
    """The front matter of a file, and the text after it."""
    if match := BLOCK.match(text):
        body = text[match.end() :]
        values = _parse(match[2], tomllib.loads if match[1] == "+++" else _load_yaml)
        if values is None:
            is_broken = any(line.strip() and not LINE.match(line) for line in match[2].split("\n"))
            return ForeignFrontMatter(_lines(match[2]), body, is_loose=True, is_broken=is_broken)
        return ForeignFrontMatter(values, body)
    if text.lstrip().startswith("{"):
        start = len(text) - len(text.lstrip())
        try:
            values, end = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            return ForeignFrontMatter({}, text)
        return ForeignFrontMatter(_lower(values), text[end:])
    return _read_header(text)


def _parse(text: str, load: Callable[[str], object]) -> Mapping[str, Any] | None:
    try:
        values = load(text)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return None
    return _lower(values) if isinstance(values, dict) else ({} if values is None else None)


def _load_yaml(text: str) -> object:
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - this one makes texts only


def _lower(values: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key).strip().lower(): value for key, value in values.items()}


def _lines(text: str) -> dict[str, Any]:
    found = (LINE.match(line) for line in text.split("\n"))
    return {match[1].strip().lower(): _value(match[2].strip()) for match in found if match}


def _value(typed: str) -> str | list[str]:
    """A text without its quotation marks, or the texts of `[a, b]`."""
    if typed.startswith("[") and typed.endswith("]"):
        return [part.strip().strip("\"'") for part in typed[1:-1].split(",") if part.strip()]
    return typed.strip("\"'")


def _read_header(text: str) -> ForeignFrontMatter:
    """`Key: value` lines before the first empty one, as Pelican and MultiMarkdown have them."""
    header, _, body = text.lstrip("\n").partition("\n\n")
    lines = header.split("\n")
    if not lines[0] or not all(LINE.fullmatch(line) or line[:1] in " \t" for line in lines):
        return ForeignFrontMatter({}, text)
    values: dict[str, str] = {}
    key = ""
    for line in lines:
        if line[:1] in " \t":
            values[key] = f"{values[key]} {line.strip()}" if key else line.strip()
        elif match := LINE.fullmatch(line):
            key = match[1].strip().lower()
            values[key] = match[2].strip()
    return ForeignFrontMatter(values, body) if "title" in values else ForeignFrontMatter({}, text)
