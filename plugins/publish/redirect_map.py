"""Redirect maps for servers, from the redirect pages that the build writes at old addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NGINX_REDIRECTS, CADDY_REDIRECTS, STATIC_REDIRECTS = ".redirects.nginx", ".redirects.caddy", "_redirects"
REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; ?url=([^"]*)">')
ADDRESS = re.compile(r"/[A-Za-z0-9._~/%#-]*")
INDEX = "index.html"


def parse_redirect(path: str, page: bytes) -> tuple[str, str] | None:
    """The old and the new path of a redirect page; None for any other file.

    Both go into server configurations, so only plain paths within the site are accepted.
    """
    found = REFRESH.search(page) if path.endswith(f"/{INDEX}") else None
    if found is None:
        return None
    old, new = f"/{path.removesuffix(INDEX)}", found[1].decode(errors="replace")
    is_plain = ADDRESS.fullmatch(old) and ADDRESS.fullmatch(new) and not new.startswith("//")
    return (old, new) if is_plain else None


def redirect_map(redirects: Mapping[str, str]) -> dict[str, bytes]:
    """The files included by `deploy/nginx.conf` and `deploy/Caddyfile`, and `_redirects` for static hosts."""
    templates = {
        NGINX_REDIRECTS: '"{}" "{}";\n',
        CADDY_REDIRECTS: "redir {} {} 301\n",
        STATIC_REDIRECTS: "{} {} 301\n",
    }
    files = {
        name: "".join(line.format(*redirect) for redirect in sorted(redirects.items()))
        for name, line in templates.items()
    }
    # Caddy warns about an empty file.
    return {name: (lines or "# nothing has moved\n").encode() for name, lines in files.items()}


def parse_redirects(content: bytes | None) -> dict[str, str]:
    """The redirects in a `_redirects` file."""
    lines = (content or b"").decode().splitlines()
    return {old: new for old, new, _ in (line.split() for line in lines if line.startswith("/"))}
