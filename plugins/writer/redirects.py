"""Moved addresses, told to servers: GitLab reads `_redirects` as it is, nginx and Caddy need another form.

A line of `_redirects` is `/old/ /new/ 301`. The page that a build leaves at the old address does the same for
everyone else.
"""

from __future__ import annotations

import re

REDIRECTS = "_redirects"
ADDRESS = re.compile(r"/[A-Za-z0-9._~/%#-]*")


def server_redirects(lines: str) -> dict[str, bytes]:
    """The files for `deploy/nginx.conf` and `deploy/Caddyfile`; raises `ValueError` for other lines."""
    moves = [_move(line) for line in lines.splitlines() if line.strip() and not line.startswith("#")]
    return {
        ".redirects.nginx": "".join(f'"{old}" "{new}";\n' for old, new in moves).encode(),
        ".redirects.caddy": "".join(f"redir {old} {new} 301\n" for old, new in moves).encode(),
    }


def _move(line: str) -> tuple[str, str]:
    """An address goes into a server's configuration: nothing but an address may."""
    old, new, *status = line.split()
    if not (ADDRESS.fullmatch(old) and ADDRESS.fullmatch(new)) or status not in ([], ["301"]):
        raise ValueError(f"{REDIRECTS}: {line!r} is no move from one address to another")
    return old, new
