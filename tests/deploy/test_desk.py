"""The desk behind the shipped nginx configuration: a login, names of editors, and no way past them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

from plugins.editor.desk.access import PROXY_KEY_FILE
from tests.building import NOW, ROOT, content_of
from tests.deploy.running import DEPLOY, NAME, certify, changed
from tests.servers import free_port, program, running, unverified_tls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SERVER = """
import asyncio, sys
from pathlib import Path
from plugins.editor.preview.preview_session import PreviewSession
from plugins.editor.report import load_ui_text

class Idle(PreviewSession):
    async def _watch(self, builder, preview, desk):
        await asyncio.Event().wait()

folder, address, port, texts = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), load_ui_text("en")
Idle(folder / "content", folder / "preview", texts, lambda line: None, port, sys.argv[4], proxy=address).run()
"""
MAIN = """
{user}
pid {place}/pid;
error_log {place}/error.log;
events {{}}
http {{ access_log off; include {place}/desk.conf; }}
"""
PASSWORDS = {"anna": "a secret", "Борис": "another"}


class Answer(NamedTuple):
    """A status, the body, and the cookie that was set."""

    status: int
    body: bytes
    cookie: str = ""

    @property
    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


class Place(NamedTuple):
    """A desk behind nginx."""

    folder: Path
    port: int
    own_port: int

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}"

    def ask(
        self, path: str, user: str = "", data: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """What nginx answers to a user with the right password."""
        connection = HTTPSConnection(NAME, self.port, context=unverified_tls(), timeout=30)
        login = b64encode(f"{user}:{PASSWORDS.get(user, 'wrong')}".encode()).decode()
        sent = {"Authorization": f"Basic {login}"} if user else {}
        sent |= {"Origin": self.address, "Sec-Fetch-Site": "same-origin"} if data is not None else {}
        return _ask(connection, path, data, {**sent, **(headers or {})})

    def ask_directly(self, path: str, headers: Mapping[str, str]) -> Answer:
        """What the desk answers to another program of the machine."""
        host = {"Host": f"{NAME}:{self.port}"}
        return _ask(HTTPConnection("127.0.0.1", self.own_port, timeout=30), path, None, {**host, **headers})

    def enter(self, user: str) -> dict[str, str]:
        """The headers of a user whose browser has opened the desk."""
        cookie = {"Cookie": self.ask("/desk/", user).cookie}
        session = self.ask("/desk/api/session", user, headers=cookie).json
        assert session["user"] == user
        return {**cookie, "X-Desk-Token": str(session["token"]), "Content-Type": "application/json"}


def _ask(connection: HTTPConnection, path: str, data: object, headers: Mapping[str, str]) -> Answer:
    try:
        body = None if data is None else json.dumps(data).encode()
        connection.request("GET" if data is None else "POST", path, body, dict(headers))
        response = connection.getresponse()
        return Answer(
            response.status, response.read(), response.getheader("Set-Cookie", "").partition(";")[0]
        )
    finally:
        connection.close()


@contextmanager
def nginx_before(folder: Path, port: int, own_port: int) -> Iterator[None]:
    """The shipped configuration, run in a folder."""
    certify(folder)
    hashed = {
        name: subprocess.run(
            [program("openssl"), "passwd", "-6", word], check=True, capture_output=True, text=True
        ).stdout
        for name, word in PASSWORDS.items()
    }
    (folder / "htpasswd").write_text(
        "".join(f"{name}:{word}" for name, word in hashed.items()), encoding="utf-8"
    )
    words = {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "server_name desk.example.org;": f"server_name {NAME};",
        "/etc/ssl/desk/": f"{folder}/",
        "auth_basic_user_file /etc/nginx/desk.htpasswd;": f"auth_basic_user_file {folder}/htpasswd;",
        "proxy_pass http://127.0.0.1:8122;": f"proxy_pass http://127.0.0.1:{own_port};",
        "/srv/hotline/site/.cache/": f"{folder}/",
    }
    (folder / "desk.conf").write_text(changed((DEPLOY / "desk.nginx.conf").read_text(), words))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user, place=folder))
    with running(program("nginx"), "-c", f"{folder}/nginx.conf", "-g", "daemon off;", port=port):
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("desk")
    content_of(folder)
    subprocess.run(["git", "init", "-q", folder / "content"], check=True)
    found = Place(folder, free_port(), free_port())
    command = (sys.executable, "-c", SERVER, str(folder), found.address, str(found.own_port), NOW.isoformat())
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder)}
    with (
        running(*command, port=found.own_port, environment=environment),
        nginx_before(folder, found.port, found.own_port),
    ):
        yield found


def test_without_a_login_nothing_is_shown(place: Place) -> None:
    for path in ("/", "/desk/", "/desk/api/session", "/.preview/events"):
        assert place.ask(path).status == 401
        assert place.ask(path, "somebody").status == 401


def test_who_is_logged_in_is_known_and_what_the_client_says_of_it_is_not_heard(place: Place) -> None:
    for user in PASSWORDS:
        place.enter(user)
    cookie = {"Cookie": place.ask("/desk/", "anna").cookie}
    forged = {**cookie, "X-Desk-User": "Борис".encode().decode("latin-1"), "X-Desk-Proxy": "x"}
    assert place.ask("/desk/api/session", "anna", headers=forged).json["user"] == "anna"


def test_another_program_of_the_machine_cannot_name_a_user(place: Place) -> None:
    key = (place.folder / PROXY_KEY_FILE).read_text(encoding="ascii")
    assert (place.folder / PROXY_KEY_FILE).stat().st_mode & 0o777 == 0o600
    for headers in (
        {},
        {"X-Desk-User": "anna"},
        {"X-Desk-User": "anna", "X-Desk-Proxy": "x"},
        {"X-Desk-Proxy": key},
    ):
        assert place.ask_directly("/desk/", headers).status == 401
    assert place.ask_directly("/desk/", {"X-Desk-User": "anna", "X-Desk-Proxy": key}).status == 200


def test_another_site_is_refused(place: Place) -> None:
    headers = place.enter("anna")
    data = {"path": "topics.yaml", "text": "", "hash": ""}
    foreign = {**headers, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert place.ask("/desk/api/file", "anna", data, foreign).status == 403
    assert place.ask("/desk/", "anna", headers={"Host": "evil.example"}).status == 421


def test_each_editor_commits_in_their_own_name(place: Place) -> None:
    for user, path in {"anna": "news/2026-11-20-anna/ru.md", "Борис": "news/2026-11-21-boris/ru.md"}.items():
        data = {"path": path, "text": "---\ntitle: Новость\n---\nТекст.\n", "hash": ""}
        saved = place.ask("/desk/api/file", user, data, place.enter(user))
        assert saved.status == 200, saved.body
    done = place.ask("/desk/api/git/save", "anna", {"message": "Write the news"}, place.enter("anna"))
    assert done.status == 200, done.body
    log = ["git", "-C", str(place.folder / "content"), "log", "--format=%an <%ae>", "--name-only"]
    said = subprocess.run(log, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert "anna <anna@desk.invalid>\n" in said
    assert "Борис <boris@desk.invalid>\n\n" in said.replace('"', "")


def test_where_to_publish_is_not_the_editors_to_say(place: Place) -> None:
    headers = place.enter("anna")
    answer = place.ask("/desk/api/publish/settings", "anna", {"target": "file:/tmp/x"}, headers)
    assert (answer.status, place.ask("/desk/api/publish", "anna", headers=headers).json["mayChange"]) == (
        403,
        False,
    )
