"""The load test: the shipped nginx configuration under wrk, beside nginx with one bare file of equal size.

Both run on loopback with TLS, by turns, in the same run; the answer is a ratio, as machines differ.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from plugins.publish.precompress import precompress
from tests.deploy.running import Server, certify, nginx
from tests.servers import free_port, program, running

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
BARE = """
user root;
worker_processes auto;
worker_rlimit_nofile 65536;
pid {place}/pid;
error_log {place}/error.log;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate {place}/fullchain.pem;
        ssl_certificate_key {place}/privkey.pem;
        ssl_session_cache shared:tls:10m;
        root {place};
    }}
}}
"""


class Question(NamedTuple):
    """What is asked: a name for the table, the path, and whether the asker has it already."""

    name: str
    path: str
    is_known: bool = False


class Pressure(NamedTuple):
    """What wrk measured: requests a second, the 99th percentile in milliseconds, failed requests."""

    rate: float
    slowest: float
    errors: int


class Row(NamedTuple):
    """One line of the table: medians of the rounds, errors of all of them."""

    name: str
    connections: int
    ours: Pressure
    bare: Pressure

    @property
    def ratio(self) -> float:
        return self.ours.rate / self.bare.rate


def load_table(output: Path, seconds: int = 4) -> str:
    """Measure a built site and tell it as a Markdown table."""
    rows = measure_load(output, seconds)
    lines = [
        f"| {row.name} | {row.connections} | {row.ours.rate:,.0f} | {row.bare.rate:,.0f} | {row.ratio:.2f}"
        f" | {row.ours.slowest:.1f} | {row.bare.slowest:.1f} | {row.ours.errors} |"
        for row in rows
    ]
    head = "| what | connections | requests/s | bare file | ratio | p99 ms | bare p99 | errors |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *lines])


def measure_load(output: Path, seconds: int) -> list[Row]:
    """Every question with few and with many connections."""
    with tempfile.TemporaryDirectory() as folder:
        place, www = Path(folder), Path(folder, "www")
        precompress(output, www)
        place.chmod(0o755)
        (place / "ours").mkdir()
        (place / "bare").mkdir()
        with nginx(place / "ours", www) as ours, bare_nginx(place / "bare") as bare:
            return [
                _row(ours, bare, question, connections, seconds)
                for connections in (50, 1000)
                for question in questions(www)
            ]


def questions(www: Path) -> list[Question]:
    """The largest page, feed and picture of the site: what readers, programs and shared links ask for."""
    page = _largest(www, "*/news/*/index.html").removesuffix("index.html")
    feed, picture = _largest(www, "*/rss.xml"), _largest(www, "**/*.[pj][np]g")
    asked = [Question("page", page), Question("feed", feed), Question("feed, 304", feed, is_known=True)]
    return [*asked, Question("picture", picture)] if picture else asked


def _largest(www: Path, pattern: str) -> str:
    found = max(www.glob(pattern), key=lambda path: (path.stat().st_size, path), default=None)
    return f"/{found.relative_to(www).as_posix()}" if found else ""


@contextmanager
def bare_nginx(place: Path) -> Iterator[Server]:
    """Nginx as it comes, with the same certificate, cores and TLS."""
    port = free_port()
    certify(place)
    (place / "nginx.conf").write_text(BARE.format(place=place, port=port))
    with running(program("nginx"), "-c", f"{place}/nginx.conf", "-g", "daemon off;", port=port):
        yield Server("bare", port, 0, place)


def _row(ours: Server, bare: Server, question: Question, connections: int, seconds: int) -> Row:
    """By turns, so that whatever else the machine does hits both; the bare file lies as deep as the page."""
    answer = ours.ask(question.path, accept_encoding="br")
    plain = question._replace(path=f"{question.path.rstrip('/')}/file")
    (bare.root / plain.path[1:]).parent.mkdir(parents=True, exist_ok=True)
    (bare.root / plain.path[1:]).write_bytes(answer.body)
    pairs = [
        (press(ours, question, connections, seconds), press(bare, plain, connections, seconds))
        for _ in range(ROUNDS)
    ]
    return Row(question.name, connections, *(_middle(list(turns)) for turns in zip(*pairs, strict=True)))


def _middle(turns: list[Pressure]) -> Pressure:
    rate, slowest = median(turn.rate for turn in turns), median(turn.slowest for turn in turns)
    return Pressure(rate, slowest, sum(turn.errors for turn in turns))


def press(server: Server, question: Question, connections: int, seconds: int) -> Pressure:
    """Drive a server with wrk, as a browser that takes Brotli."""
    tag = server.ask(question.path, accept_encoding="br").headers["etag"]
    known = ["-H", f"If-None-Match: {tag}"] if question.is_known else []
    wish = ["-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s", "--latency"]
    address = f"{server.address}{question.path}"
    command = [program("wrk"), *wish, "-H", "Accept-Encoding: br", *known, address]
    return read_wrk(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def read_wrk(told: str) -> Pressure:
    """What wrk printed, in our units."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", told)
    assert rate, told
    assert slowest, told
    errors = re.findall(r"(?:connect|read|write|timeout|3xx responses:) (\d+)", told)
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slowest[2]]
    return Pressure(float(rate[1]), float(slowest[1]) * scale, sum(map(int, errors)))
