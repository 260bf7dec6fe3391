"""Run scripts on a host over SSH, upload to it, and hold a lock there."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from plugins.build.errors import LockedError, PublishError
from plugins.publish.network_faults import network_error, telling_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.publish.address import TargetAddress

RSYNC = ("rsync", "-r", "--protect-args", "--checksum", "--partial", "--chmod=D755,F644")
OPTIONS = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=8", "-o", "ServerAliveInterval=15")
HEARTBEAT = 15.0
"""Seconds between two signs of life; after six without any the host gives the lock up."""
BUSY = 75
LOCK = f"""
mkdir -p "$site/.publish"; cd "$site/.publish"; exec 9>> lock
flock -w "$timeout" 9 || {{ cut -d' ' -f1 publisher; exit {BUSY}; }}
echo "$token" > publisher; date +%s
while test -n "$(timeout 90 head -c 1)"; do :; done
rm -f publisher
"""
"""Holds the lock while it gets signs of life; the system releases it when the connection ends."""


class SshConnection:
    """A host and the site's folder there; `token` is this publisher's mark while it holds the lock."""

    def __init__(self, address: TargetAddress) -> None:
        self.token = ""
        self._address = address
        self._shared: tuple[str, ...] = ()

    def run(self, script: str, content: bytes = b"", **values: str) -> bytes:
        """Run a shell script with these variables and `site`, the site's folder; its output."""
        return self._call([*self._ssh(), self._address.login, self._with_values(script, values)], content)

    def rsync(self, folder: str, destination: str, paths: Sequence[str] = ()) -> None:
        """Upload the files of a folder, or those at some paths there, compared by checksum."""
        place = f"{self._address.login}:{self._address.path}/{destination}"
        listed = ("--files-from=-", "--from0") if paths else ()
        command = [*RSYNC, *listed, "--rsh", shlex.join(self._ssh()), "--", f"{folder}/", place]
        self._call(command, "\0".join(paths).encode())

    @contextmanager
    def lock(self, publisher: str, timeout: float) -> Iterator[datetime]:
        """Hold the host's lock; yields the host's time. Raises `LockedError` after `timeout` seconds."""
        with tempfile.TemporaryDirectory(prefix="ssh-") as folder:
            self._shared = ("-o", "ControlMaster=auto", "-o", f"ControlPath={folder}/%C")
            self.token = f"{publisher} {secrets.token_hex(8)}"
            script = self._with_values(LOCK, {"token": self.token, "timeout": str(round(timeout))})
            with _started([*self._ssh(), self._address.login, script]) as process:
                try:
                    yield datetime.fromtimestamp(self._read_time(process, timeout), UTC)
                finally:
                    self.token, self._shared = "", ()

    def _read_time(self, process: subprocess.Popen[bytes], timeout: float) -> int:
        stdout, stderr = process.stdout, process.stderr
        line = stdout.readline().decode(errors="replace").strip() if stdout else ""
        if line.isdecimal():
            return int(line)
        code, place = process.wait(), str(self._address)
        if code == BUSY:
            raise LockedError("publish-busy", place=place, publisher=line or "?", seconds=round(timeout))
        raise network_error(place, _reason(stderr.read() if stderr else b"", code))

    def _ssh(self) -> list[str]:
        """The ssh command; it never prompts."""
        config = os.environ.get("PUBLISH_SSH_CONFIG")
        named = ["-F", config] if config else []
        options = [*named, *OPTIONS, *self._shared, "-p", str(self._address.port)]
        return [_program("ssh", self._address), *options]

    def _with_values(self, script: str, values: dict[str, str]) -> str:
        variables = {"site": self._address.path, **values}
        assigned = "; ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
        return f"set -e; umask 022; {assigned}; {script}"

    def _call(self, command: list[str], content: bytes) -> bytes:
        command = [_program(command[0], self._address), *command[1:]]
        done = subprocess.run(command, check=False, capture_output=True, input=content)
        if done.returncode:
            raise network_error(str(self._address), _reason(done.stderr, done.returncode))
        return done.stdout


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that gets a sign of life now and then, and ends with the block."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(process, ended), daemon=True)
    beating.start()
    try:
        yield process
    finally:
        ended.set()
        beating.join()
        process.communicate()


def _beat(process: subprocess.Popen[bytes], ended: threading.Event) -> None:
    while process.stdin and not ended.wait(HEARTBEAT):
        try:
            process.stdin.write(b"x")
            process.stdin.flush()
        except OSError:  # the connection ended: the host looks at the lock's token before it switches
            return


def _program(name: str, address: TargetAddress) -> str:
    found = shutil.which(name)
    if found is None:
        raise PublishError("publish-failed", place=str(address), reason=f"{name}: not found")
    return found


def _reason(output: bytes, code: int) -> str:
    return telling_line(output.decode(errors="replace")) or f"exit {code}"
