"""Moved addresses, told to servers: redirect pages work everywhere, an answer 301 sooner, and for programs.

They are found in the redirect pages that the build leaves at old addresses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOR_NGINX, FOR_CADDY, FOR_STATIC_HOSTS = ".redirects.nginx", ".redirects.caddy", "_redirects"
REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; ?url=([^"]*)">')
ADDRESS = re.compile(r"/[A-Za-z0-9._~/%#-]*")
INDEX = "index.html"


def move_of(path: str, page: bytes) -> tuple[str, str] | None:
    """The old and the new address that a redirect page stands for; None for any other file.

    Both go into servers' configurations: nothing but plain addresses within the site may.
    """
    found = REFRESH.search(page) if path.endswith(f"/{INDEX}") else None
    if found is None:
        return None
    old, new = f"/{path.removesuffix(INDEX)}", found[1].decode(errors="replace")
    is_plain = ADDRESS.fullmatch(old) and ADDRESS.fullmatch(new) and not new.startswith("//")
    return (old, new) if is_plain else None


def told_to_servers(moves: Mapping[str, str]) -> dict[str, bytes]:
    """The files for `deploy/nginx.conf`, `deploy/Caddyfile`, and static hosts that read `_redirects`."""
    forms = {
        FOR_NGINX: '"{}" "{}";\n',
        FOR_CADDY: "redir {} {} 301\n",
        FOR_STATIC_HOSTS: "{} {} 301\n",
    }
    told = {
        name: "".join(form.format(*move) for move in sorted(moves.items())) for name, form in forms.items()
    }
    # Caddy takes an empty file for a mistake.
    return {name: (lines or "# nothing has moved\n").encode() for name, lines in told.items()}


def told_before(for_static_hosts: bytes | None) -> dict[str, str]:
    """The moves of the last packing."""
    lines = (for_static_hosts or b"").decode().splitlines()
    return {old: new for old, new, _ in (line.split() for line in lines if line.startswith("/"))}
