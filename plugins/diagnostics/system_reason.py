"""What the operating system says of a failure, in the editor's language: it speaks English alone."""

from __future__ import annotations

import errno
import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "system_reasons"
NUMBER = re.compile(r"^\[Errno -?\d+\] ")


def localize_reasons(values: Mapping[str, object], language: str) -> dict[str, object]:
    """A message's values, with its `reason` in a language if the system gave it and it has words there."""
    reason = values.get("reason")
    return {**values, "reason": system_reason(str(reason), language)} if reason else dict(values)


def system_reason(reason: str, language: str) -> str:
    """A reason such as “No space left on device” in a language; one without words there stays as it is."""
    said = NUMBER.sub("", reason)
    return _reasons(language).get(said.lower(), said)


@cache
def _reasons(language: str) -> Mapping[str, str]:
    """Words by what the system says, in lower case; files have them by an error's name or its words."""
    path = FOLDER / f"{language}.toml"
    if not path.is_file():
        return {}
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    return {_said(name).lower(): text for name, text in words.items()}


def _said(name: str) -> str:
    number = getattr(errno, name, None)
    return name if number is None else os.strerror(number)
