"""Maps for servers, included by `deploy/nginx.conf` and `deploy/Caddyfile`, which depend on no site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from plugins.model.old_address import PAGE_SUFFIXES, parse_old_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NGINX_REDIRECTS, CADDY_REDIRECTS, STATIC_REDIRECTS = ".redirects.nginx", ".redirects.caddy", "_redirects"
NGINX_PREFERRED, NGINX_NOT_FOUND, CADDY_LANGUAGES = ".wanted.nginx", ".missed.nginx", ".languages.caddy"
NGINX_BASE, CADDY_BASE = ".base.nginx", ".base.caddy"
PAGELESS_REDIRECTS = ".redirects"
"""Written by the build: what no page of the release can tell."""
INDEX = "index.html"
REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; ?url=([^"]*)">')
ADDRESS = re.compile(r"/[A-Za-z0-9._~/%#-]*")
CODE = r"[a-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
"""A language in addresses, with its script or region if it has one: `ru`, `pt-BR`, `zh-Hant`."""
NOT_FOUND = re.compile(rf"({CODE})/404\.html")
CANONICAL = re.compile(
    rf'<link rel="?canonical"? href="https?://[^/"]+(/[A-Za-z0-9._~/-]+)?/{CODE}/"'.encode()
)
"""The address that the front page names as its own; the group is the path of the site on its host."""
PAGE_LANGUAGE = re.compile(rf'<html lang="({CODE})"'.encode())
RANGE_END, TAG_END = r"(?:[-;,\s]|$)", r"(?:[;,\s]|$)"
"""What follows a language in Accept-Language: `en-GB`, `en;q=0.9`, `en, ru`; without further subtags."""


def parse_redirect(path: str, page: bytes) -> tuple[str, str] | None:
    """The old and the new path of a redirect page; None for any other file.

    Both go into server configurations, so only plain paths within the site are accepted.
    """
    found = REFRESH.search(page) if path.endswith((f"/{INDEX}", *PAGE_SUFFIXES)) else None
    if found is None:
        return None
    folder = path.removesuffix(INDEX) if path.endswith(f"/{INDEX}") else path
    return _plain_redirect(f"/{quote(folder)}", found[1].decode(errors="replace"))


def _plain_redirect(old: str, new: str) -> tuple[str, str] | None:
    address = parse_old_address(old)
    is_plain = address and ADDRESS.fullmatch(new) and not new.startswith("//")
    return (address.text, new) if address and is_plain else None


def parse_pageless_redirects(content: bytes) -> dict[str, str]:
    """The redirects in a release's `.redirects`: of addresses with a query or a suffix of no page."""
    lines = (line.split(" ", 1) for line in content.decode(errors="replace").splitlines())
    return dict(found for old, new in lines if (found := _plain_redirect(old, new)))


def parse_redirects(content: bytes | None) -> dict[str, str]:
    """The redirects of pages in a file for nginx, by percent-encoded path."""
    found = re.findall(r'^"([^"?]*)" "([^"]*)";$', (content or b"").decode(), re.MULTILINE)
    return dict(redirect for old, new in found if (redirect := _plain_redirect(quote(old), new)))


def find_base_path(front: bytes) -> str:
    """The path of the site on its host, from its front page: `/hotline`; empty for the root of the host."""
    found = CANONICAL.search(front)
    return (found[1] or b"").decode() if found else ""


def base_path_map(base: str) -> dict[str, bytes]:
    """The files that tell the servers the path of the site, which they take off before anything else.

    A page outside of it is not found. The path of an error page, to which nginx turns inside, stays as it is.
    """
    if not base:
        return {NGINX_BASE: b'set $base "";\n', CADDY_BASE: b"# the site is at the root of its host\n"}
    pattern = re.escape(base)
    nginx = (
        f'set $base "{base}";\n'
        f'rewrite "^{pattern}$" {base}/ permanent;\n'
        f'if ($uri !~ "^(?:{pattern}/|/{CODE}/404\\.html$)") {{\n\trewrite ^ /.outside;\n}}\n'
        f'rewrite "^{pattern}(/(?!404\\.html$).*)$" $1;\n'
        # Of itself, nginx would lead to the folder without the path of the site.
        "location / {\n\tif (-d $request_filename) {\n\t\trewrite ^(.*)$ $base$1/ permanent;\n\t}\n}\n"
    )
    caddy = (
        f"@bare path {base}\n"
        "redir @bare {folder} 301\n"
        f"@outside not path {base}/*\n"
        "error @outside 404\n"
        f"uri strip_prefix {base}\n"
        f"vars base {base}\n"
    )
    return {NGINX_BASE: nginx.encode(), CADDY_BASE: caddy.encode()}


def redirect_map(redirects: Mapping[str, str], base: str) -> dict[str, bytes]:
    """The files of redirects: for nginx, for Caddy, and `_redirects` for static hosts.

    Servers compare decoded paths and have taken off the `base`; static hosts have not, and know no queries.
    """
    ordered = sorted(redirects.items(), key=lambda each: ("?" not in each[0], each))
    files = {
        NGINX_REDIRECTS: "".join(f'"{_decoded(old)}" "{new}";\n' for old, new in ordered),
        CADDY_REDIRECTS: "".join(_caddy_redirect(n, *redirect) for n, redirect in enumerate(ordered)),
        STATIC_REDIRECTS: "".join(f"{base}{old} {new} 301\n" for old, new in ordered if "?" not in old),
    }
    # Caddy warns about an empty file.
    return {name: (lines or "# nothing has moved\n").encode() for name, lines in files.items()}


def _decoded(old: str) -> str:
    path, mark, query = old.partition("?")
    return unquote(path) + mark + query


def _caddy_redirect(number: int, old: str, new: str) -> str:
    """A directive; a query is compared parameter by parameter, so that others may follow it."""
    path, _, query = old.partition("?")
    typed = path if ADDRESS.fullmatch(_decoded(path)) else f'"{_decoded(path)}"'
    if not query:
        return f"redir {typed} {new} 301\n"
    parameters = (each if "=" in each else f"{each}=" for each in query.split("&"))
    wanted = " ".join(f'"{each}"' for each in parameters)
    return f"@moved{number} {{\n\tpath {typed}\n\tquery {wanted}\n}}\nredir @moved{number} {new} 301\n"


def find_languages(paths: Iterable[str], front: bytes) -> tuple[str, ...]:
    """The plain codes of the editions (folders with a 404 page), that of the front page first."""
    found = {match[1] for path in paths if (match := NOT_FOUND.fullmatch(path))}
    language = PAGE_LANGUAGE.search(front)
    first = language[1].decode() if language else ""
    return (first, *sorted(found - {first})) if first in found else ()


def language_map(languages: Sequence[str], base: str) -> dict[str, bytes]:
    """The files of languages: the preferred edition by Accept-Language, and the edition of an address.

    The preferred edition is the first in Accept-Language that the site has; for the first edition there is
    no rule, as the front page shows it anyway.
    """
    files = {
        NGINX_PREFERRED: _nginx_preferred(languages),
        NGINX_NOT_FOUND: _nginx_not_found(languages),
        CADDY_LANGUAGES: _caddy_languages(languages, base),
    }
    return {name: ("".join(lines) or "# nothing to tell\n").encode() for name, lines in files.items()}


def _nginx_preferred(languages: Sequence[str]) -> list[str]:
    primary = _primary_subtags(languages)
    ranges = {code: _nginx_range(code, primary.get(code), languages) for code in languages}
    others = rf"(?:(?!\s*(?:{'|'.join(ranges.values())}))[^,]*,)*"
    return [f'"~*^{others}\\s*{ranges[code]}" {code};\n' for code in languages[1:]]


def _nginx_range(code: str, primary: str | None, languages: Sequence[str]) -> str:
    """The pattern of an edition's language ranges: `en` matches `en-AU`, but not the edition `en-GB`."""
    longer = "".join(rf"(?!{each}{RANGE_END})" for each in languages if each.startswith(f"{code}-"))
    return rf"{longer}(?:{code}{RANGE_END}" + (rf"|{primary}{TAG_END})" if primary else ")")


def _primary_subtags(languages: Sequence[str]) -> dict[str, str]:
    """Editions that also match their primary language subtag alone, with that subtag: `pt` asks for `pt-BR`.

    Not when there is an edition `pt`; of several in Portuguese, the first.
    """
    first: dict[str, str] = {}
    for code in languages:
        first.setdefault(code.partition("-")[0], code)
    return {code: primary for primary, code in first.items() if primary not in languages}


def _nginx_not_found(languages: Sequence[str]) -> list[str]:
    others = [f"~^/{code}(?:/|$) {code};\n" for code in languages[1:]]
    return [f"default {languages[0]};\n", *others] if languages else []


def _caddy_languages(languages: Sequence[str], base: str) -> list[str]:
    """Go's patterns have no lookahead: one map finds the language, the next spells it as the address does.

    Errors are handled with the path as the client sent it, with the `base`.
    """
    if not languages:
        return []
    primary = _primary_subtags(languages)
    codes = "|".join(sorted(languages, key=len, reverse=True))
    found = [rf"({codes}){RANGE_END}"]
    if primary:
        found.append(rf"({'|'.join(primary.values())}){TAG_END}")
    named = rf"~(?i)^(?:[^,]*,)*?\s*(?:{'|'.join(found)})"
    names = {code: f"{code}|{primary[code]}" if code in primary else code for code in languages}
    return [
        "map {header.Accept-Language} {named} {\n",
        f"\t{named} {'${1}${2}' if primary else '${1}'}\n",
        "}\n",
        "map {named} {wanted} {\n",
        *(f"\t~(?i)^(?:{names[code]})$ {code}\n" for code in languages[1:]),
        '\tdefault ""\n',
        "}\n",
        "map {path} {missed} {\n",
        *(f"\t~^{re.escape(base)}/{code}(?:/|$) {code}\n" for code in languages[1:]),
        f"\tdefault {languages[0]}\n",
        "}\n",
    ]
