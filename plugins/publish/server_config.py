"""The editions of a release, told to servers: which one a browser asks for, and which one an address is of.

Servers include this: their configurations name no language, and adding one takes files of the site only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WANTED_FOR_NGINX, MISSED_FOR_NGINX, FOR_CADDY = ".wanted.nginx", ".missed.nginx", ".languages.caddy"
FRONT = "index.html"
NOT_FOUND = re.compile(r"([a-z]{2,8})/404\.html")
SHOWN = re.compile(rb'<html lang="([a-z]{2,8})"')
ENDS = r"(?:[-;,\s]|$)"
"""What follows a language in Accept-Language: `en-GB`, `en;q=0.9`, `en, ru`."""


def languages_of(paths: Iterable[str], front: bytes) -> tuple[str, ...]:
    """The codes of a release's editions, the one first that its front page is in; none when it is in none.

    An edition is what has a page for "not found". Codes go into servers' configurations: only letters do.
    """
    found = {match[1] for path in paths if (match := NOT_FOUND.fullmatch(path))}
    shown = SHOWN.search(front)
    first = shown[1].decode() if shown else ""
    return (first, *sorted(found - {first})) if first in found else ()


def languages_told(languages: Sequence[str]) -> dict[str, bytes]:
    """The files that `deploy/nginx.conf` and `deploy/Caddyfile` include.

    The first language in Accept-Language that the site has is the one wanted; the front door itself
    shows the first edition, so nobody is led to it.
    """
    forms = {
        WANTED_FOR_NGINX: _wanted_for_nginx(languages),
        MISSED_FOR_NGINX: _missed_for_nginx(languages),
        FOR_CADDY: _for_caddy(languages),
    }
    # Caddy takes an empty file for a mistake.
    return {name: ("".join(lines) or "# nothing to tell\n").encode() for name, lines in forms.items()}


def _wanted_for_nginx(languages: Sequence[str]) -> list[str]:
    ours = "|".join(languages)
    others = rf"(?:(?!\s*(?:{ours}){ENDS})[^,]*,)*"
    return [f'"~*^{others}\\s*{code}{ENDS}" {code};\n' for code in languages[1:]]


def _missed_for_nginx(languages: Sequence[str]) -> list[str]:
    rest = [f"~^/{code}(?:/|$) {code};\n" for code in languages[1:]]
    return [f"default {languages[0]};\n", *rest] if languages else []


def _for_caddy(languages: Sequence[str]) -> list[str]:
    """Its patterns cannot look ahead: one finds our first language, the next writes it small."""
    if not languages:
        return []
    named = rf"~(?i)^(?:[^,]*,)*?\s*({'|'.join(languages)}){ENDS}"
    return [
        "map {header.Accept-Language} {named} {\n",
        f"\t{named} ${{1}}\n",
        "}\n",
        "map {named} {wanted} {\n",
        *(f"\t~(?i)^{code}$ {code}\n" for code in languages[1:]),
        '\tdefault ""\n',
        "}\n",
        "map {path} {missed} {\n",
        *(f"\t~^/{code}(?:/|$) {code}\n" for code in languages[1:]),
        f"\tdefault {languages[0]}\n",
        "}\n",
    ]
