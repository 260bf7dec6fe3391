"""What a published manifest says beside its files: the release, the source it was built from, a signature.

The signature is made over the manifest without it, by `ssh-keygen -Y sign` in the namespace `release`.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path
from shutil import which
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.release.manifest import ManifestEntry, is_safe_path

ROOT = Path(__file__).parent.parent.parent
NAMESPACE = "release"


class ReleaseManifest(Struct, frozen=True):
    """A published manifest: every file's size and SHA-256, and where they come from.

    `content` is the SHA-256 of the manifest that the build wrote: two machines that built the same have the
    same. `commit` is the git commit, followed by `+` if files had been changed since; `libraries` the SHA-256
    of `requirements.lock`.
    """

    files: dict[str, ManifestEntry]
    format: Literal[1] = 1
    release: int = 0
    content: str = ""
    commit: str = ""
    libraries: str = ""
    signature: str = ""


def encode_manifest(manifest: ReleaseManifest) -> bytes:
    """The manifest's bytes: one line of JSON with sorted keys."""
    # The encoder takes seconds for many keys that are nearly sorted.
    files = dict(sorted(manifest.files.items()))
    return msgspec.json.encode(replace(manifest, files=files), order="sorted") + b"\n"


def parse_release_manifest(content: bytes) -> ReleaseManifest | None:
    """A published manifest; None if it is damaged or names a path outside the release."""
    try:
        manifest = msgspec.json.decode(content, type=ReleaseManifest)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return manifest if all(map(is_safe_path, manifest.files)) else None


def source_commit(folder: Path = ROOT) -> str:
    """The commit that a folder's files are of; empty outside git."""
    git = which("git")
    if git is None:
        return ""
    head = _output([git, "-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD"])
    changed = (
        _output([git, "-C", str(folder), "status", "--porcelain", "--untracked-files=no"]) if head else ""
    )
    return head + ("+" if changed else "")


def libraries_digest(folder: Path = ROOT) -> str:
    """The SHA-256 of the lock file of all libraries."""
    lock = folder / "requirements.lock"
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else ""


def sign(manifest: ReleaseManifest, key: str) -> ReleaseManifest:
    """The manifest with a signature by the key in a file; raises `PublishError` if there is none."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "manifest")
        file.write_bytes(encode_manifest(replace(manifest, signature="")))
        _ssh_keygen(["-Y", "sign", "-f", key, "-n", NAMESPACE, str(file)], b"", "publish-not-signed", key)
        return replace(manifest, signature=Path(f"{file}.sig").read_text(encoding="ascii"))


def check_signature(manifest: ReleaseManifest, signers: str) -> str:
    """Who signed: the name in the file of allowed signers, or of a public key.

    Raises `PublishError` if nobody did, or somebody else.
    """
    if not manifest.signature:
        raise PublishError("verify-unsigned")
    with tempfile.TemporaryDirectory() as place:
        allowed, signature = Path(place, "signers"), Path(place, "signature")
        allowed.write_text(_allowed_signers(signers), encoding="utf-8")
        signature.write_text(manifest.signature, encoding="ascii", errors="replace")
        found = ["-Y", "find-principals", "-f", str(allowed), "-s", str(signature)]
        who = (_ssh_keygen(found, b"", "verify-signature", signers).splitlines() or [""])[0]
        verify = ["-Y", "verify", "-f", str(allowed), "-I", who, "-n", NAMESPACE, "-s", str(signature)]
        _ssh_keygen(verify, encode_manifest(replace(manifest, signature="")), "verify-signature", signers)
    return who


def _allowed_signers(signers: str) -> str:
    """The lines `name key`; a file with a public key stands for one whose name is its comment."""
    try:
        lines = Path(signers).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise PublishError("verify-signers", file=signers) from error
    keys = [line.split() for line in lines if line.startswith(("ssh-", "ecdsa-", "sk-"))]
    named = [f"{(words[2:] or ['key'])[0]} {' '.join(words[:2])}" for words in keys]
    return "\n".join(named or lines) + "\n"


def _ssh_keygen(arguments: list[str], content: bytes, code: str, file: str) -> str:
    program = which("ssh-keygen")
    if program is None:
        raise PublishError(code, file=file, reason="ssh-keygen: not found")
    done = subprocess.run([program, *arguments], input=content, capture_output=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise PublishError(code, file=file, reason=lines[-1] if lines else f"exit {done.returncode}")
    return done.stdout.decode(errors="replace")


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""
