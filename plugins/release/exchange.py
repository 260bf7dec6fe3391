"""Exchange two folders atomically, so that neither name is ever missing.

Linux has `renameat2(RENAME_EXCHANGE)`, macOS `renamex_np(RENAME_SWAP)`. Where neither is supported (NFS, some
FUSE file systems) two renames are made; `recover` repairs what a kill between them leaves.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange_dirs(published: Path, staged: Path, previous: Path) -> None:
    """Publish `staged`; the folder published before becomes `previous`, which must not exist yet."""
    if _try_exchange(published, staged):
        staged.rename(previous)
    else:
        published.rename(previous)
        staged.rename(published)


def recover(published: Path, previous: Path) -> None:
    """Restore the published folder after a kill between the two renames."""
    if previous.is_dir() and not published.exists():
        previous.rename(published)


def _try_exchange(first: Path, second: Path) -> bool:
    """Return False where the system or the file system does not support it."""
    libc = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(first), os.fsencode(second)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE)
    elif sys.platform == "darwin":
        failed = libc.renamex_np(one, other, RENAME_SWAP)
    else:
        return False
    if failed and ctypes.get_errno() not in UNSUPPORTED:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(first))
    return not failed
