"""Both shipped servers answer alike: every difference fails, unless the table lists it with its reason."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.deploy.conftest import release_site
from tests.deploy.running import DEPLOY, NAME, caddy, nginx
from tests.e2e.requests import Request, answer, differences
from tests.e2e.requests_compared import DIFFERENT, FILES, SAME, Difference
from tests.servers import program, unverified_tls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.deploy.running import Server

Both = tuple["Server", "Server"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Both servers over one published folder."""
    www = release_site(tmp_path_factory.mktemp("both"), FILES)
    place = tmp_path_factory.mktemp
    with nginx(place("nginx"), www) as one, caddy(place("caddy"), www) as other:
        yield one, other


@pytest.mark.parametrize("group", SAME)
def test_both_servers_answer_alike(both: Both, group: str) -> None:
    one, other = both
    compared = {
        str(request): differences(answer(one, request), answer(other, request)) for request in SAME[group]
    }
    assert {request: found for request, found in compared.items() if found} == {}


@pytest.mark.parametrize("known", DIFFERENT, ids=lambda known: known.reason)
def test_known_differences_are_as_listed(both: Both, known: Difference) -> None:
    one, other = both
    for request in known.requests:
        found = differences(answer(one, request), answer(other, request))
        assert found, f"{request}: no difference any more"
        assert found.keys() <= known.names, f"{request}: {found}"


@pytest.fixture(scope="module", params=[0, 1], ids=["nginx", "caddy"])
def server(both: Both, request: pytest.FixtureRequest) -> Server:
    return both[request.param]


@pytest.mark.parametrize(
    ("asked", "status", "location"),
    [
        (Request("/ru"), 301, "/ru/"),
        (Request("/ru?x=1"), 301, "/ru/?x=1"),
        (Request("//ru"), 301, "/ru/"),
        (Request("/figures"), 301, "/figures/"),
        (Request("/figures/"), 404, None),
        (
            Request("/ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
            301,
            "/ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/",
        ),
        (Request(f"/{'a' * 300}"), 404, None),
        (Request(f"/ru/{'a' * 300}/"), 404, None),
        (Request("/" + "%D0%B9" * 200), 404, None),
        (Request("/" + "a/" * 2500), 404, None),
        (Request("/ru/?" + "q" * 20_000), 414, None),
        (Request("/%00"), 400, None),
        (Request("/ru/../en/"), 400, None),
        (Request("/ru/", "POST"), 405, None),
        (Request("/none", "DELETE"), 405, None),
        (Request("/ru/", headers=("If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",)), 304, None),
        (Request("/none", headers=("If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",)), 404, None),
        (Request("/none", headers=("Range: bytes=0-1",)), 404, None),
        (Request("/ru/", host="evil.example"), 421, None),
        (Request("/ru/", host="127.0.0.1"), 421, None),
        (Request("/ru/?x=1", host="evil.example", tls=False), 301, f"https://{NAME}/ru/?x=1"),
        (Request("//evil.example/", host="evil.example", tls=False), 301, f"https://{NAME}//evil.example/"),
    ],
    ids=str,
)
def test_the_answer_is_the_intended_one(
    server: Server, asked: Request, status: int, location: str | None
) -> None:
    answered = answer(server, asked)
    assert (answered["status"], answered.get("location")) == (status, location)


def test_an_unknown_host_name_gets_no_certificate(server: Server) -> None:
    for name in ("evil.example", None):
        with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", server.port), 30) as plain:
            unverified_tls().wrap_socket(plain, server_hostname=name)


def test_both_configurations_set_timeouts() -> None:
    command = [program("caddy"), "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    adapted = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    servers = adapted["apps"]["http"]["servers"].values()
    limits = ("read_timeout", "read_header_timeout", "write_timeout", "idle_timeout", "max_header_bytes")
    assert len(servers) == 2
    assert all(server.get(limit) for server in servers for limit in limits)
    directives = ("client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout")
    words = (DEPLOY / "nginx.conf").read_text().split()
    assert all(directive in words for directive in directives)
