"""A manifest names its source and can be signed; another key, or another byte, is found out."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions
from plugins.publish.provenance import (
    ReleaseManifest,
    check_signature,
    encode_manifest,
    libraries_digest,
    parse_release_manifest,
    sign,
    source_commit,
)
from plugins.publish.publish import publish
from plugins.release.manifest import MARKER, hash_content

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = ReleaseManifest(
    {"index.html": hash_content(b"x")}, release=3, content="c", commit="d", libraries="e"
)


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    for name in ("ours", "theirs"):
        command = [
            "ssh-keygen",
            "-qt",
            "ed25519",
            "-N",
            "",
            "-C",
            f"{name}@example",
            "-f",
            str(tmp_path / name),
        ]
        subprocess.run(command, check=True)
    return {name: tmp_path / name for name in ("ours", "theirs")}


def public(key: Path) -> str:
    return f"{key}.pub"


def test_a_signed_release_says_who_signed(keys: dict[str, Path], output: Path, tmp_path: Path) -> None:
    publish(output, f"file:{tmp_path}/www", PublishOptions(signing_key=str(keys["ours"])))
    manifest = parse_release_manifest((tmp_path / "www" / MARKER).read_bytes())
    assert manifest is not None
    assert check_signature(manifest, public(keys["ours"])) == "ours@example"
    signers = tmp_path / "signers"
    signers.write_text(f"keeper {(tmp_path / 'ours.pub').read_text()}")
    assert check_signature(manifest, str(signers)) == "keeper"
    assert manifest.libraries == libraries_digest()
    assert manifest.commit.removesuffix("+") == source_commit().removesuffix("+")


@pytest.mark.parametrize(
    "changes",
    [{"release": 4}, {"content": "x"}, {"files": {}}, {"commit": ""}, {"signature": "x"}, {"libraries": "f"}],
)
def test_a_changed_manifest_is_found_out(keys: dict[str, Path], changes: dict[str, object]) -> None:
    signed = sign(MANIFEST, str(keys["ours"]))
    with pytest.raises(PublishError, match="signature is by none of the keys"):
        check_signature(replace(signed, **changes), public(keys["ours"]))


def test_another_key_is_found_out(keys: dict[str, Path]) -> None:
    with pytest.raises(PublishError, match="signature is by none of the keys"):
        check_signature(sign(MANIFEST, str(keys["theirs"])), public(keys["ours"]))


def test_no_signature_and_no_keys_are_told(keys: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="is not signed"):
        check_signature(MANIFEST, public(keys["ours"]))
    with pytest.raises(PublishError, match="cannot be read"):
        check_signature(sign(MANIFEST, str(keys["ours"])), str(tmp_path / "none"))
    with pytest.raises(PublishError, match="cannot be signed with the key"):
        sign(MANIFEST, str(tmp_path / "none"))


def test_a_manifest_is_the_same_bytes_and_read_again() -> None:
    assert encode_manifest(MANIFEST) == encode_manifest(MANIFEST)
    assert parse_release_manifest(encode_manifest(MANIFEST)) == MANIFEST


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"files": {"../x": [1, "a"]}}', b"\xff"])
def test_a_damaged_manifest_is_none(damage: bytes) -> None:
    assert parse_release_manifest(damage) is None


def test_files_outside_git_have_no_commit(tmp_path: Path) -> None:
    assert source_commit(tmp_path) == ""
