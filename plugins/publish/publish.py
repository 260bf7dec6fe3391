"""Publish a built release to a folder, to a host over SSH, or to object storage.

    file:/srv/www/site              exchanged atomically, like a build
    ssh://user@host:22/srv/site     rsync into `releases/`, then the link `current` is switched
    s3://bucket/folder              S3-compatible storage; keys and endpoint from the environment

After any failure the published site is complete, and the same command resumes.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tqdm import tqdm

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions, PublishResult
from plugins.publish.precompress import precompress
from plugins.publish.ssh import roll_back_over_ssh, send_over_ssh
from plugins.release.manifest import is_release, read_manifest
from plugins.release.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def publish(output: Path, target: str, options: PublishOptions | None = None) -> PublishResult:
    """Precompress the release in `output` and send it; raises `ReleaseError`."""
    options = options or PublishOptions()
    if not is_release(output):
        raise PublishError("publish-not-built", folder=output)
    packed = precompressed_folder(output)
    send = _find_sender(target)
    precompress(output, packed, force=options.force)
    return send(packed, options)


def roll_back(output: Path, target: str, options: PublishOptions | None = None) -> PublishResult:
    """Publish the previous release; for object storage, the one precompressed before."""
    options = options or PublishOptions()
    address = urlsplit(target)
    if address.scheme == "file":
        Release(_target_folder(target)).roll_back()
        return PublishResult(target)
    if address.scheme == "ssh":
        return roll_back_over_ssh(target)
    Release(precompressed_folder(output)).roll_back()
    return _find_sender(target)(precompressed_folder(output), options)


def precompressed_folder(output: Path) -> Path:
    """The folder of the precompressed release of an output, which later runs reuse."""
    output = output.resolve()
    return output.with_name(f".{output.name}.packed")


def _find_sender(target: str) -> Callable[[Path, PublishOptions], PublishResult]:
    """The function that sends a precompressed release to this target."""
    scheme = urlsplit(target).scheme
    if scheme == "file":
        folder = _target_folder(target)
        return lambda packed, options: send_to_folder(packed, folder, options)
    if scheme == "ssh":
        return lambda packed, options: send_over_ssh(packed, target, options)
    if scheme == "s3":
        from plugins.publish.s3 import send_to_s3

        return lambda packed, options: send_to_s3(packed, target, options)
    raise PublishError("publish-target", target=target)


def _target_folder(target: str) -> Path:
    path = urlsplit(target).path
    if not path.startswith("/") or path == "/":
        raise PublishError("publish-target", target=target)
    return Path(path)


def send_to_folder(release_folder: Path, folder: Path, options: PublishOptions) -> PublishResult:
    """Release the files of a folder in another folder of this machine."""
    files, known = read_manifest(release_folder), read_manifest(folder) if is_release(folder) else {}
    changed = [path for path in sorted(files) if known.get(path) != files[path]]
    total = sum(files[path].size for path in changed)
    removed = tuple(sorted(known.keys() - files.keys()))
    planned = PublishResult(f"file:{folder}", tuple(changed), total, len(files) - len(changed), removed)
    if options.dry_run:
        return planned
    sent = 0
    with Release(folder) as release:
        for path in files.keys() - set(changed):
            release.reuse(path)
        for path in changed:
            release.write(path, (release_folder / path).read_bytes())
            sent += files[path].size
            options.progress(sent, total)
        release.commit(force=options.force)
    return planned


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; yields a function for the bytes sent and the bytes to send."""
    with tqdm(total=0, unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def update(sent: int, total: int) -> None:
            bar.total = total
            bar.update(sent - bar.n)

        yield update
