"""The desk answers its own pages and its editor's hand only; each refusal says why."""

from __future__ import annotations

import json
import socket
from http.client import HTTPResponse
from typing import TYPE_CHECKING

import pytest

from plugins.build.files import FileSnapshot
from plugins.editor.desk.guard import MAX_BODY
from tests.editor.desk.desk_server import ServedDesk, desk_server

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "news/2022-12-30-year-in-figures/ru.md"
ADDRESSES = ("/desk/api/items", "/desk/api/session", f"/desk/api/file?path={FILE}")
FOREIGN_HOSTS = (
    *("evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.:{port}"),
    *("127.0.0.1.evil.example:{port}", "0.0.0.0:{port}", "", "127.0.0.1:{port}, evil.example"),
)
FOREIGN_READING: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": "https://evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://127.0.0.1:{port}"},
    {"Origin": ""},
)
FOREIGN_WRITING: tuple[dict[str, str | None], ...] = (
    *(dict[str, str | None](each) for each in FOREIGN_READING),
    {"Origin": None},
    {"Origin": "http://localhost"},
    {"Origin": "http://127.0.0.1:{port}.evil.example"},
    {"Origin": "http://127.0.0.1:{port}/"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    folder = tmp_path_factory.mktemp("guarded")
    with desk_server(folder) as desk:
        (folder / "secret.md").write_text("outside", encoding="utf-8")
        (desk.content / "linked.md").symlink_to(folder / "secret.md")
        yield desk


def changed(desk: ServedDesk, changes: dict[str, str | None]) -> dict[str, str]:
    """The headers of the desk's own requests, with some changed or (None) left out."""
    found: dict[str, str | None] = {**desk.headers(), **changes}
    return {name: value.format(port=desk.port) for name, value in found.items() if value is not None}


def save(desk: ServedDesk, changes: dict[str, str | None], body: bytes = b"") -> tuple[int, str]:
    """An attempt to overwrite a file; it must stay as it is."""
    file = desk.content / FILE
    before = file.read_bytes()
    read = desk.get(f"file?path={FILE}")
    asked = body or json.dumps({"path": FILE, "text": "overwritten", "hash": read["hash"]}).encode()
    answer = desk.ask("POST", "/desk/api/file", asked, changed(desk, changes))
    assert file.read_bytes() == before
    return answer


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("address", ["/desk/", *ADDRESSES])
def test_another_host_is_refused(desk: ServedDesk, host: str, address: str) -> None:
    status, text = desk.ask("GET", address, headers=changed(desk, {"Host": host}))
    assert status == 421
    assert desk.address in text
    assert save(desk, {"Host": host})[0] == 421


@pytest.mark.parametrize("headers", FOREIGN_READING, ids=str)
@pytest.mark.parametrize("address", ["/desk/", "/desk/static/desk.js", "/ru/", *ADDRESSES])
def test_another_sites_page_can_load_nothing(desk: ServedDesk, headers: dict[str, str], address: str) -> None:
    status, text = desk.ask("GET", address, headers=changed(desk, {"Origin": None, **headers}))
    assert status == 403
    assert desk.address in text


@pytest.mark.parametrize("headers", FOREIGN_WRITING, ids=str)
def test_another_sites_page_can_change_nothing(desk: ServedDesk, headers: dict[str, str | None]) -> None:
    status, text = save(desk, headers)
    assert status == 403
    assert desk.address in json.loads(text)["error"]


def test_a_link_followed_from_another_site_opens_the_page_but_not_the_api(desk: ServedDesk) -> None:
    followed: dict[str, str | None] = {
        "Origin": None,
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert desk.ask("GET", "/desk/", headers=changed(desk, followed))[0] == 200
    for address in ADDRESSES:
        assert desk.ask("GET", address, headers=changed(desk, followed))[0] == 403


@pytest.mark.parametrize(
    "cookie", [None, "", "desk-{port}=", "desk-{port}=0", "desk-1={session}", "a\x7f=;;="]
)
def test_without_the_sessions_cookie_nothing_is_read_or_changed(desk: ServedDesk, cookie: str | None) -> None:
    session = desk.headers()["Cookie"].partition("=")[2]
    typed = cookie and cookie.replace("{session}", session)
    for address in ADDRESSES:
        status, text = desk.ask("GET", address, headers=changed(desk, {"Cookie": typed}))
        assert status == 401
        assert "./inv serve" in json.loads(text)["error"]
    assert save(desk, {"Cookie": typed})[0] == 401


@pytest.mark.parametrize("token", [None, "", "0", "{session}"])
def test_without_the_token_nothing_is_changed(desk: ServedDesk, token: str | None) -> None:
    session = desk.headers()["Cookie"].partition("=")[2]
    status, text = save(desk, {"X-Desk-Token": token and token.replace("{session}", session)})
    assert status == 403
    assert "Обновите страницу" in json.loads(text)["error"]


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "text/plain;charset=UTF-8", "multipart/form-data; boundary=a"]
)
def test_what_a_form_can_send_is_refused(desk: ServedDesk, kind: str | None) -> None:
    assert save(desk, {"Content-Type": kind})[0] == 415
    assert save(desk, {"Content-Type": "application/x-www-form-urlencoded"})[0] == 415


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b"{}", b"\xff", b'{"path": 1}', b'{"path": "a.md"}', b"[" * 100_000]
)
def test_what_is_no_request_is_refused(desk: ServedDesk, body: bytes) -> None:
    assert save(desk, {}, body)[0] == 400


def raw(desk: ServedDesk, *lines: str, body: bytes = b"") -> int:
    """The status of the answer to a request of which only this much is sent."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in desk.headers().items())
    head = f"POST /desk/api/file HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\n{headers}"
    with socket.create_connection(("127.0.0.1", desk.port), 30) as connection:
        connection.sendall((head + "\r\n".join(lines) + "\r\n\r\n").encode() + body)
        response = HTTPResponse(connection)
        response.begin()
        return response.status


@pytest.mark.parametrize("length", [MAX_BODY + 1, 100_000_000, 10**15])
def test_too_much_is_refused_before_it_is_read(desk: ServedDesk, length: int) -> None:
    assert raw(desk, f"Content-Length: {length}") == 413


def test_too_much_in_pieces_is_refused_when_it_is_too_much(desk: ServedDesk) -> None:
    size = MAX_BODY // 2 + 1
    pieces = (f"{size:x}\r\n".encode() + b"a" * size + b"\r\n") * 2
    assert raw(desk, "Transfer-Encoding: chunked", body=pieces) == 413


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((path, 403) for path in ("../secret.md", "..%2Fsecret.md", "/etc/passwd", "news/../../secret.md")),
        *((path, 403) for path in ("linked.md", ".git/config", "CON.md", "a%00.md", "pelicanconf.py")),
        *((path, 403) for path in ("..%5Csecret.md", "a%E2%80%AE.md", "ledger.jsonl", "")),
        *((path, 404) for path in ("news/none/ru.md", "%252e%252e%252fsecret.md")),
    ],
)
def test_a_path_outside_is_refused_in_words(desk: ServedDesk, path: str, status: int) -> None:
    answer, text = desk.ask("GET", f"/desk/api/file?path={path}", headers=desk.headers())
    assert answer == status
    assert "outside" not in text
    assert json.loads(text)["error"]


def test_the_key_opens_the_desk_and_no_other_does(desk: ServedDesk) -> None:
    cookies = {}
    for key in (desk.key, desk.key[:-1], "", desk.key.swapcase()):
        with socket.create_connection(("127.0.0.1", desk.port), 30) as connection:
            connection.sendall(
                f"GET /desk/?key={key} HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\n\r\n".encode()
            )
            response = HTTPResponse(connection)
            response.begin()
            cookies[key] = response.getheader("Set-Cookie") or ""
            assert desk.key not in str(response.getheaders())
    opened = cookies.pop(desk.key)
    assert desk.headers()["Cookie"] in opened
    assert "HttpOnly" in opened
    assert "SameSite=strict" in opened
    assert "Path=/desk/" in opened
    assert not any(cookies.values())
    assert (desk.folder / "desk-key").stat().st_mode & 0o077 == 0


def test_answers_forbid_frames_guessing_and_other_hosts(desk: ServedDesk) -> None:
    for address in ("/desk/", "/desk/api/items", "/desk/static/desk.js", "/desk/nothing", "/ru/"):
        with socket.create_connection(("127.0.0.1", desk.port), 30) as connection:
            asked = "".join(f"{name}: {value}\r\n" for name, value in desk.headers().items())
            connection.sendall(
                f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\n{asked}\r\n".encode()
            )
            response = HTTPResponse(connection)
            response.begin()
        policy = response.getheader("Content-Security-Policy") or ""
        expected = "'self'" if address == "/ru/" else "'none'"
        assert f"default-src {expected}" in policy
        assert f"frame-ancestors {expected}" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert response.getheader("X-Content-Type-Options") == "nosniff"
        assert response.getheader("Cross-Origin-Resource-Policy") == "same-origin"


def test_no_address_is_answered_with_a_traceback_and_none_changes_anything_when_it_is_read(
    desk: ServedDesk,
) -> None:
    before = FileSnapshot.at(str(desk.content)).digest()
    names = (
        "texts",
        "session",
        "items",
        "search?q=a",
        f"file?path={FILE}",
        "new?kind=news",
        "presence",
        "none",
    )
    for name in names:
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
            status, text = desk.ask(method, f"/desk/api/{name}", headers=desk.headers())
            assert status in {200, 404, 405, 422}, (method, name, text)
    assert FileSnapshot.at(str(desk.content)).digest() == before
    assert desk.log() == ""
