"""Publishing: a built release goes to a folder, to a host over SSH, or to object storage.

    file:/srv/www/site              swapped in like a build
    ssh://user@host:22/srv/site     rsync into `releases/`, then the link `current` is turned
    s3://bucket/folder              any S3-compatible storage; keys and endpoint from the environment

Whatever goes wrong, readers have a whole site, and the same command goes on where it stopped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.publish.options import Published, Wishes
from plugins.publish.precompress import pack
from plugins.release.errors import PublishError
from plugins.release.manifest import is_release, read_manifest
from plugins.release.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable


def publish(output: Path, target: str, wishes: Wishes | None = None) -> Published:
    """Pack the release in `output` and send it; raises `ReleaseError`."""
    wishes = wishes or Wishes()
    if not is_release(output):
        raise PublishError("publish-not-built", folder=output)
    packed = packed_folder(output)
    send = _sender(target)
    pack(output, packed, force=wishes.force)
    return send(packed, wishes)


def roll_back(output: Path, target: str, wishes: Wishes | None = None) -> Published:
    """Publish what was published before; for object storage, what was packed before."""
    wishes = wishes or Wishes()
    address = urlsplit(target)
    if address.scheme == "file":
        Release(_folder(target)).roll_back()
        return Published(target)
    if address.scheme == "ssh":
        from plugins.publish.ssh import roll_back_host  # noqa: PLC0415 - only for this target

        return roll_back_host(target)
    Release(packed_folder(output)).roll_back()
    return _sender(target)(packed_folder(output), wishes)


def packed_folder(output: Path) -> Path:
    """Where the packed form of an output is kept between runs, ignored by git."""
    output = output.resolve()
    return output.with_name(f".{output.name}.packed")


def _sender(target: str) -> Callable[[Path, Wishes], Published]:
    """How to send to this target; libraries of the others are not loaded."""
    scheme = urlsplit(target).scheme
    if scheme == "file":
        folder = _folder(target)
        return lambda packed, wishes: send_to_folder(packed, folder, wishes)
    if scheme == "ssh":
        from plugins.publish.ssh import send_to_host  # noqa: PLC0415 - only for this target

        return lambda packed, wishes: send_to_host(packed, target, wishes)
    if scheme == "s3":
        from plugins.publish.s3 import send_to_bucket  # noqa: PLC0415 - only for this target

        return lambda packed, wishes: send_to_bucket(packed, target, wishes)
    raise PublishError("publish-target", target=target)


def _folder(target: str) -> Path:
    path = urlsplit(target).path
    if not path.startswith("/") or path == "/":
        raise PublishError("publish-target", target=target)
    return Path(path)


def send_to_folder(packed: Path, folder: Path, wishes: Wishes) -> Published:
    """Release the packed files in another folder of this machine."""
    files, known = read_manifest(packed), read_manifest(folder) if is_release(folder) else {}
    changed = [path for path in sorted(files) if known.get(path) != files[path]]
    total = sum(files[path].size for path in changed)
    removed = tuple(sorted(known.keys() - files.keys()))
    planned = Published(f"file:{folder}", tuple(changed), total, len(files) - len(changed), removed)
    if wishes.dry_run:
        return planned
    sent = 0
    with Release(folder) as release:
        for path in files.keys() - set(changed):
            release.reuse(path)
        for path in changed:
            release.write(path, (packed / path).read_bytes())
            sent += files[path].size
            wishes.progress(sent, total)
        release.commit(force=wishes.force)
    return planned
