"""Faults of networks and hosts: what went wrong, in the words of the system, and what to do about it."""

from __future__ import annotations

import re

from plugins.build.errors import PublishError

FAULTS = (
    (r"no space left|disk quota|not enough space|insufficient storage", "publish-disk-full"),
    (r"host key verification failed|remote host identification", "publish-host-key"),
    (r"permission denied \(|too many authentication|no more authentication", "publish-ssh-keys"),
    (r"permission denied|read-only file system|operation not permitted", "publish-not-writable"),
    (r"RequestTimeTooSkewed", "publish-clock"),
    (r"NoSuchBucket|bucket does not exist", "publish-no-bucket"),
    (r"status code: 40[13]|forbidden|unauthorized|UnauthenticatedError", "publish-denied"),
    (r"certificate|InvalidCertificate|self.signed", "publish-certificate"),
    (
        r"resolve host|dns error|name or service not known|failed to lookup|nodename nor",
        "publish-unknown-host",
    ),
    (
        (
            r"connection refused|no route to host|unreachable|timed out|timeout|connection reset|broken pipe"
            r"|closed by remote|connection closed|lost connection|error sending request"
        ),
        "publish-unreachable",
    ),
    (r"(?:rsync|sha256sum|flock|find|xargs)\S*: (?:command )?not found", "publish-host-programs"),
    (r"status code: 5\d\d|SlowDown", "publish-server-fault"),
)
"""Patterns of what ssh, rsync, shells and object storage say, the most telling first."""


def telling_line(text: str) -> str:
    """The line that tells the fault best, which is not always the last one; empty if there is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = (line for pattern, _ in FAULTS for line in lines if re.search(pattern, line, re.IGNORECASE))
    return next(told, lines[-1] if lines else "")


def network_error(place: str, reason: str, details: str = "") -> PublishError:
    """The error for a fault at a target; `details` may hold secrets, and are only searched."""
    text = f"{reason}\n{details}"
    code = next(
        (code for pattern, code in FAULTS if re.search(pattern, text, re.IGNORECASE)), "publish-failed"
    )
    return PublishError(code, place=place, reason=reason)
