"""Two folders change places in one step, so that their names are never missing.

Linux does it with `renameat2(RENAME_EXCHANGE)`, macOS with `renamex_np(RENAME_SWAP)`. Where neither is to be
had (NFS, some FUSE file systems) there are two renames, with a moment between them; `mend` puts right what a
kill in that moment leaves.
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
NOT_TO_BE_HAD = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def swap(published: Path, staged: Path, aside: Path) -> None:
    """Publish `staged`; afterwards `aside`, which must be free, is the folder published before."""
    if _exchange(published, staged):
        staged.rename(aside)
    else:
        published.rename(aside)
        staged.rename(published)


def mend(published: Path, aside: Path) -> None:
    """Bring back the published folder after a kill between the two renames."""
    if aside.is_dir() and not published.exists():
        aside.rename(published)


def _exchange(first: Path, second: Path) -> bool:
    """True when done in one step; False when the system or the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(first), os.fsencode(second)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE)
    elif sys.platform == "darwin":
        failed = libc.renamex_np(one, other, RENAME_SWAP)
    else:
        return False
    if failed and ctypes.get_errno() not in NOT_TO_BE_HAD:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(first))
    return not failed
