"""The shipped content under the shipped configurations: each file arrives as it was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.publish.http_headers import headers_for, is_hidden
from plugins.publish.precompress import precompress
from plugins.publish.server_config import parse_redirect
from plugins.release.manifest import read_manifest
from tests.building import BUILD_DEMO, inv
from tests.deploy.running import caddy, nginx

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("real") / "output"
    done = inv(*BUILD_DEMO, "--output", output)
    assert done.returncode == 0, done.stderr
    precompress(output, output.with_name("www"))
    return output


@pytest.mark.parametrize("serve", [nginx, caddy])
def test_every_file_of_the_built_site_arrives_with_its_headers(
    serve: type, built: Path, tmp_path: Path
) -> None:
    with serve(tmp_path, built.with_name("www")) as server:
        for path in read_manifest(built):
            content = (built / path).read_bytes()
            if is_hidden(path) or path == "index.html":
                continue
            answer = server.ask(f"/{path.removesuffix('index.html')}")
            move = parse_redirect(path, content)
            if move:
                assert (answer.status, answer.headers["location"]) == (301, move[1])
                continue
            assert (answer.status, answer.body) == (200, content), path
            assert answer.headers["content-type"] == headers_for(path).media_type, path
            assert (
                path.endswith("404.html")
                or answer.headers["cache-control"] == headers_for(path).cache_control
            ), path
