"""How many processes may work at once."""

from __future__ import annotations

import os


def processors() -> int:
    """The processors that this process may use; one where a process cannot be forked."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
