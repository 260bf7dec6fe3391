"""The preview answers for its own hosts only, and any path without a traceback."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import TYPE_CHECKING

import pytest

from tests.building import ROOT
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = """
import asyncio, sys
from pathlib import Path
from plugins.editor.preview.preview_session import PreviewSession
from plugins.editor.report import load_ui_text

class Idle(PreviewSession):
    async def _watch(self, builder, preview, desk):
        await asyncio.Event().wait()

folder, port = Path(sys.argv[1]), int(sys.argv[2])
sys.stderr = open(folder / "log", "w", buffering=1)
Idle(folder / "content", folder / "preview", load_ui_text("ru"), print, port).run()
"""
PAGE = "<html><body>Черновик</body></html>"
NOT_FOUND = "<html><body>Нет такой страницы</body></html>"


@dataclass(frozen=True)
class Served:
    """A running preview of the folder's `preview`; its standard error is in `log`."""

    folder: Path
    port: int

    def ask(self, path: str, *hosts: str) -> tuple[int, str]:
        """The status and the text of an answer to a request with these `Host` headers."""
        lines = [f"GET {path} HTTP/1.1", *(f"Host: {host}" for host in hosts), "Connection: close", "", ""]
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.sendall("\r\n".join(lines).encode())
            response = HTTPResponse(connection)
            response.begin()
            return response.status, response.read().decode()

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    files = {
        "preview/ru/index.html": PAGE,
        "preview/ru/404.html": NOT_FOUND,
        "404.html": "outside",
        "secret": "outside",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "preview" / "ru" / "bytes.html").write_bytes(b"\xff\xfe<body></body>")
    (folder / "preview" / "ru" / "circle").symlink_to("circle")
    (folder / "preview" / "ru" / "outside").symlink_to(folder / "secret")
    port = free_port()
    with running(
        sys.executable, "-c", SERVER, str(folder), str(port), port=port, environment={"PYTHONPATH": str(ROOT)}
    ):
        yield Served(folder, port)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
def test_its_own_hosts_are_answered(served: Served, name: str) -> None:
    status, text = served.ask("/ru/", f"{name}:{served.port}")
    assert status == 200
    assert "Черновик" in text


@pytest.mark.parametrize(
    "hosts",
    [
        ("evil.example",),
        ("evil.example:{port}",),
        ("127.0.0.1",),
        ("localhost",),
        ("[::1]",),
        ("127.0.0.1:1",),
        ("127.0.0.1:{port}0",),
        ("127.0.0.1:{port}@evil.example",),
        ("127.0.0.1.evil.example:{port}",),
        ("localhost.:{port}",),
        ("xlocalhost:{port}",),
        ("127.0.0.2:{port}",),
        ("0.0.0.0:{port}",),
        ("2130706433:{port}",),
        ("[::]:{port}",),
        ("[::1:{port}",),
        ("::1:{port}",),
        ("[::ffff:127.0.0.1]:{port}",),
        ("",),
        ("127.0.0.1:{port}, evil.example",),
    ],
)
@pytest.mark.parametrize("path", ["/ru/", "/.preview/events", "/.preview/client.js", "/none", "/%00"])
def test_any_other_host_is_refused_with_a_sentence(served: Served, hosts: tuple[str, ...], path: str) -> None:
    status, text = served.ask(path, *(host.format(port=served.port) for host in hosts))
    assert (status, text) == (
        421,
        f"Этот просмотр отвечает только по адресу http://127.0.0.1:{served.port}. Откройте его.",
    )


@pytest.mark.parametrize(
    "hosts", [(), ("127.0.0.1:{port}", "evil.example"), ("evil.example", "127.0.0.1:{port}")]
)
def test_no_host_and_several_hosts_are_malformed(served: Served, hosts: tuple[str, ...]) -> None:
    status, text = served.ask("/ru/", *(host.format(port=served.port) for host in hosts))
    assert status == 400
    assert "Черновик" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/ru/%00",
        "/%00/ru/",
        "/ru/a%00b/",
        "/" + "a" * 300,
        "/" + "a" * 5000,
        "/ru/" + "a/" * 2500,
        "/" + "%D0%B9" * 200,
        "/" + "a" * 60_000,
        "/%",
        "/%zz",
        "/%ff",
        "/ru/%C0%AE/",
        "/%0d%0aX:1",
        "/%F0%9F%92",
        "/%ED%A0%80",
        "/новости",
        "/ru/index.html/x",
        "/ru/circle",
        "/ru/circle/x",
        "/ru/outside",
        "/ru",
        "/../404.html",
        "/../",
        "/..",
        "/../secret",
        "/%2e%2e/secret",
        "/ru/..%2f..%2fsecret",
        "//etc/passwd",
        "/ru/../../secret",
        "/~root",
        "/ru/\\..\\secret",
        "/{path}",
        "*",
        "ru/",
        "http://evil.example/ru/none",
    ],
)
def test_no_path_is_answered_with_an_error_of_the_server(served: Served, path: str) -> None:
    status, text = served.ask(path, f"127.0.0.1:{served.port}")
    assert status in ({200} if path == "/ru" else {400, 404, 414, 431})
    assert "outside" not in text
    assert "Traceback" not in served.log()


def test_a_page_in_another_encoding_is_shown(served: Served) -> None:
    assert served.ask("/ru/bytes.html", f"127.0.0.1:{served.port}")[0] == 200
    assert served.log() == ""
