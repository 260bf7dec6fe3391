"""A limit of the system's on the processor's time, which stops what no signal handler of Python's could."""

from __future__ import annotations

import resource
import time


def allow(seconds: int) -> None:
    """Let this process compute for so many seconds more, or be killed."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, most))
