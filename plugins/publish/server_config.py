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
CODE = r"[a-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
"""A language in addresses, with its script or region if it has one: `ru`, `pt-BR`, `zh-Hant`."""
NOT_FOUND = re.compile(rf"({CODE})/404\.html")
SHOWN = re.compile(rf'<html lang="({CODE})"'.encode())
ENDS, WHOLE = r"(?:[-;,\s]|$)", r"(?:[;,\s]|$)"
"""What follows a language in Accept-Language: `en-GB`, `en;q=0.9`, `en, ru`; without further subtags."""


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
    alone = _alone(languages)
    names = {code: _name_for_nginx(code, alone.get(code), languages) for code in languages}
    others = rf"(?:(?!\s*(?:{'|'.join(names.values())}))[^,]*,)*"
    return [f'"~*^{others}\\s*{names[code]}" {code};\n' for code in languages[1:]]


def _name_for_nginx(code: str, alone: str | None, languages: Sequence[str]) -> str:
    """The pattern of an edition's language ranges: `en` takes `en-AU`, but not the edition `en-GB`."""
    longer = "".join(rf"(?!{each}{ENDS})" for each in languages if each.startswith(f"{code}-"))
    return rf"{longer}(?:{code}{ENDS}" + (rf"|{alone}{WHOLE})" if alone else ")")


def _alone(languages: Sequence[str]) -> dict[str, str]:
    """Editions that also match their primary language subtag alone, with that subtag: `pt` asks for `pt-BR`.

    Not when there is an edition `pt`; of several in Portuguese, the first.
    """
    first: dict[str, str] = {}
    for code in languages:
        first.setdefault(code.partition("-")[0], code)
    return {code: alone for alone, code in first.items() if alone not in languages}


def _missed_for_nginx(languages: Sequence[str]) -> list[str]:
    rest = [f"~^/{code}(?:/|$) {code};\n" for code in languages[1:]]
    return [f"default {languages[0]};\n", *rest] if languages else []


def _for_caddy(languages: Sequence[str]) -> list[str]:
    """Go's patterns have no lookahead: one map finds the language, the next spells it as the address does."""
    if not languages:
        return []
    alone = _alone(languages)
    codes = "|".join(sorted(languages, key=len, reverse=True))
    found = [rf"({codes}){ENDS}", *([rf"({'|'.join(alone.values())}){WHOLE}"] if alone else [])]
    named = rf"~(?i)^(?:[^,]*,)*?\s*(?:{'|'.join(found)})"
    names = {code: f"{code}|{alone[code]}" if code in alone else code for code in languages}
    return [
        "map {header.Accept-Language} {named} {\n",
        f"\t{named} {'${1}${2}' if alone else '${1}'}\n",
        "}\n",
        "map {named} {wanted} {\n",
        *(f"\t~(?i)^(?:{names[code]})$ {code}\n" for code in languages[1:]),
        '\tdefault ""\n',
        "}\n",
        "map {path} {missed} {\n",
        *(f"\t~^/{code}(?:/|$) {code}\n" for code in languages[1:]),
        f"\tdefault {languages[0]}\n",
        "}\n",
    ]
