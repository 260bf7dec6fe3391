"""Publish a built release: `file:/srv/www/site`, `ssh://user@host:22/srv/site` or `s3://bucket/folder`.

After any failure the published site is complete, and the same command resumes.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from plugins.build.errors import ForeignDirectoryError, PublishError
from plugins.publish import PublishOptions, PublishResult, split_target
from plugins.publish.precompress import precompress
from plugins.publish.ssh import roll_back_over_ssh, send_over_ssh
from plugins.release.manifest import is_release, read_manifest
from plugins.release.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGET_ERRORS = {
    "release-not-ours": "publish-folder-not-ours",
    "release-not-a-folder": "publish-folder-not-a-folder",
}


def publish(output: Path, target: str, options: PublishOptions | None = None) -> PublishResult:
    """Precompress the release in `output` and send it; raises `ReleaseError`."""
    options = options or PublishOptions()
    if not is_release(output):
        raise PublishError("publish-not-built", folder=output)
    packed = precompressed_folder(output)
    send = _find_sender(target)
    precompress(output, packed, force=options.force)
    return send(packed, target, options)


def roll_back(output: Path, target: str, options: PublishOptions | None = None) -> PublishResult:
    """Publish the previous release; for object storage, the one precompressed before."""
    options = options or PublishOptions()
    address = split_target(target)
    if address.scheme == "file":
        with _target_errors(), Release(_target_folder(target)) as release:
            release.roll_back()
        return PublishResult(target)
    if address.scheme == "ssh":
        return roll_back_over_ssh(target)
    send, packed = _find_sender(target), precompressed_folder(output)
    with Release(packed) as release:
        release.roll_back()
    return send(packed, target, options)


def precompressed_folder(output: Path) -> Path:
    """The folder of the precompressed release of an output, which later runs reuse."""
    output = output.resolve()
    return output.with_name(f".{output.name}.packed")


def _find_sender(target: str) -> Callable[[Path, str, PublishOptions], PublishResult]:
    scheme = split_target(target).scheme
    if scheme == "file":
        return send_to_folder
    if scheme == "ssh":
        return send_over_ssh
    if scheme == "s3":
        from plugins.publish.s3 import send_to_s3

        return send_to_s3
    raise PublishError("publish-target", target=target)


def _target_folder(target: str) -> Path:
    path = split_target(target).path
    if not path.startswith("/") or path == "/":
        raise PublishError("publish-target", target=target)
    return Path(path)


def send_to_folder(packed: Path, target: str, options: PublishOptions) -> PublishResult:
    """Release the files of a folder in another folder of this machine."""
    folder = _target_folder(target)
    files, known = read_manifest(packed), read_manifest(folder) if is_release(folder) else {}
    planned = PublishResult.planned(f"file:{folder}", files, known)
    if options.dry_run:
        return planned
    sent = 0
    with _target_errors(), Release(folder) as release:
        for path in files.keys() - set(planned.sent):
            release.reuse(path)
        for path in planned.sent:
            release.write(path, (packed / path).read_bytes())
            sent += files[path].size
            options.progress(sent, planned.sent_bytes)
        release.commit(force=options.force)
    return planned


@contextmanager
def _target_errors() -> Iterator[None]:
    """Give errors about the target's folder the remedy of publishing: `--output` is the source here."""
    try:
        yield
    except ForeignDirectoryError as error:
        raise ForeignDirectoryError(TARGET_ERRORS[error.code], **error.values) from error


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; yields a function for the bytes sent and the bytes to send."""
    with tqdm(total=0, unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def update(sent: int, total: int) -> None:
            bar.total = total
            bar.update(sent - bar.n)

        yield update
