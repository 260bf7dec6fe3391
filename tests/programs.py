"""The programs that tests run: what is missing is installed with apt and npm, once.

`./inv test` calls this first; `python -m tests.programs` alone does the same. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache"
NODE_MODULES = ROOT / "tests" / "node_modules"
DESK_MODULES = ROOT / "tools" / "desk_vendor" / "node_modules"
"""What the desk's `vendor.js` is built from."""
SEARCHED = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
NGINX_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


class MissingError(Exception):
    """What is missing, and the command that installs it."""


class Program(NamedTuple):
    """A program that tests run, under any of its names, and the Debian packages that bring it."""

    names: tuple[str, ...]
    packages: tuple[str, ...]


PROGRAMS = [
    Program(("java",), ("default-jre-headless",)),
    Program(("chromium", "google-chrome"), ("chromium",)),
    Program(("firefox-esr", "firefox"), ("firefox-esr",)),
    Program(("newsboat",), ("newsboat",)),
    Program(("r2e",), ("rss2email",)),
    Program(("node",), ("nodejs",)),
    Program(("nginx",), ("nginx-light",)),
    Program(("caddy",), ("caddy",)),
    Program(("rsync",), ("rsync",)),
    Program(("sshd",), ("openssh-server",)),
    Program(("ssh",), ("openssh-client",)),
    Program(("curl",), ("curl",)),
    Program(("openssl",), ("openssl",)),
    Program(("wrk",), ("wrk",)),
    Program(("git",), ("git",)),
    Program(("npm",), ("npm",)),
]
# policy-rc.d keeps the packages' services from being started.
INSTALL = """
set -e
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends "$@" >/dev/null
"""


def install() -> None:
    """Install what is missing. Raises `MissingError` where that cannot be done from here."""
    if packages := missing_packages():
        install_packages(packages)
    install_node_modules(
        NODE_MODULES, "what the tests run (Nu HTML checker, axe-core, Lighthouse, parsers of feeds)"
    )
    install_node_modules(DESK_MODULES, "what the desk's scripts are built from (CodeMirror, Preact, esbuild)")


def missing_packages() -> list[str]:
    """The Debian packages that this machine lacks."""
    missing = [
        name
        for program in PROGRAMS
        if not any(shutil.which(each, path=SEARCHED) for each in program.names)
        for name in program.packages
    ]
    if not shutil.which("apt-get", path=SEARCHED):
        return missing  # elsewhere these are part of other packages, or lie in other places
    if not NGINX_BROTLI.exists():
        missing.append("libnginx-mod-http-brotli-static")
    if not has_library("libatomic.so.1"):  # of Playwright's driver
        missing.append("libatomic1")
    return missing


def has_library(name: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages as root, or through sudo."""
    listed = " ".join(packages)
    by_hand = f"apt-get install --no-install-recommends {listed}"
    if not shutil.which("apt-get", path=SEARCHED):
        raise MissingError(f"the tests need programs that Debian calls {listed}: install them and try again")
    say(f"installing with apt what the tests run, a browser and web servers, about 300 MB: {listed}")
    command = ["sh", "-c", INSTALL, "sh", *packages]
    if os.geteuid() != 0:
        if not shutil.which("sudo", path=SEARCHED):
            raise MissingError(f"the tests need more programs. As root: {by_hand}")
        command = ["sudo", *([] if sys.stdin.isatty() else ["-n"]), *command]
    if subprocess.run(command, check=False).returncode:
        raise MissingError(f"the tests need more programs. As root: {by_hand}")


def install_node_modules(target: Path, purpose: str) -> None:
    """Install the npm packages of the lock file beside `target` next to the old ones, then replace those."""
    lock = target.with_name("package-lock.json")
    installed = target / ".installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    say(f"installing with npm {purpose}")
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=CACHE) as folder:
        made = Path(folder)
        for name in (lock.name, "package.json"):
            shutil.copyfile(lock.with_name(name), made / name)
        npm = shutil.which("npm", path=SEARCHED) or "npm"
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder]
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            raise MissingError("npm packages could not be installed: check the network and try again")
        (made / "node_modules").mkdir(exist_ok=True)
        shutil.copyfile(lock, made / "node_modules" / installed.name)
        if target.exists():
            target.rename(made / "old")
        (made / "node_modules").rename(target)


def say(text: str) -> None:
    """Tell what is done, apart from what commands print."""
    sys.stderr.write(f"test: {text}\n")
    sys.stderr.flush()


def main() -> int:
    """Install, or tell in a line what has to be done by hand."""
    try:
        install()
    except MissingError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
