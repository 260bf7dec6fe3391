"""A CPU time limit of the operating system: it stops what a Python signal handler could not."""

from __future__ import annotations

import resource
import time


def allow(seconds: int) -> None:
    """Let this process compute for so many seconds more, or be killed."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, most))
