"""The container's start script, run with stand-ins for nginx and the build, and what the image is made of."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import yaml

from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DEPLOY = ROOT / "deploy"
STOPS_AS_NGINX = """\
import os, signal, sys
signal.signal(signal.SIGQUIT, lambda *_: exit())
print("nginx", *sys.argv[1:], file=open(os.environ["LOG"], "a"), flush=True)
signal.pause()
"""
"""It is in the log once it can be stopped: what a shell starts in the background ignores SIGQUIT at first."""


def test_the_image_has_what_the_hosting_page_names_and_runs_the_start_script() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    packages = {"libnginx-mod-http-brotli-static", "nginx-light", "openssl", "python3", "python3-venv"}
    assert packages <= {*re.findall(r"[a-z0-9-]+", dockerfile)}
    assert 'CMD ["sh", "deploy/serve"]' in dockerfile


def test_compose_mounts_what_the_image_declares() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["site"]
    mounted = {volume.rpartition(":")[2] for volume in service["volumes"]}
    declared = re.findall(r"^VOLUME (.*)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)[0].split()
    assert {*declared} < mounted
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert {*service["environment"]} <= {*re.findall(r"[A-Z_]{5,}", (DEPLOY / "serve").read_text())}


def test_what_is_on_the_volume_is_served_although_the_content_cannot_be_built(tmp_path: Path) -> None:
    log, project = tmp_path / "log", tmp_path / "project"
    script = (DEPLOY / "serve").read_text()
    for place in ("/etc/ssl/122", "/etc/nginx/nginx.conf", "/srv/hotline"):
        script = script.replace(place, f"{tmp_path}{place}")
    for folder in (
        project / "deploy",
        tmp_path / "etc/nginx",
        tmp_path / "srv/hotline/current",
        tmp_path / "bin",
    ):
        folder.mkdir(parents=True)
    (tmp_path / "srv/hotline/current/.release.json").touch()
    (project / "deploy/serve").write_text(script)
    (project / "deploy/nginx.conf").write_text((DEPLOY / "nginx.conf").read_text())
    _command(project / "inv", f'echo "inv $*" >>{log}; exit 1')
    (tmp_path / "bin/nginx.py").write_text(STOPS_AS_NGINX)
    _command(tmp_path / "bin/nginx", f'exec {sys.executable} {tmp_path}/bin/nginx.py "$@"')
    environment = {**os.environ, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "SITE_NAME": "x.example"}
    environment |= {"BUILD_SECONDS": "30", "LOG": str(log)}
    with subprocess.Popen(["sh", project / "deploy/serve"], env=environment) as process:
        while process.poll() is None and "nginx" not in (log.read_text() if log.exists() else ""):
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert log.read_text().splitlines() == ["inv build --site-url https://x.example", "nginx -g daemon off;"]
    assert "server_name x.example;" in (tmp_path / "etc/nginx/nginx.conf").read_text()
    assert (tmp_path / "etc/ssl/122/privkey.pem").is_file()


def _command(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
