"""Addresses that nobody can open: impossible hosts and ports, one's own machine, numbers cut short."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from plugins.diagnostics.text_safety import TextFault, to_punycode

WEB = re.compile(r"https?://", re.IGNORECASE)
MAILBOX = re.compile(r"mailto:[^\s@?]+@(?P<host>[^\s@?]+)(?:\?\S*)?", re.IGNORECASE)
DIALLED = re.compile(r"(?:tel|sms):(?P<number>[^?;]*)", re.IGNORECASE)
LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
MAX_LABEL, MAX_HOST = 63, 253
"""Characters, as names are registered (RFC 1035)."""
OWN_MACHINE = re.compile(r"(?:.+\.)?(?:localhost|local|internal|lan|home\.arpa|localdomain)")
"""Names that exist in one's own network only (RFC 6761, RFC 6762, RFC 8375)."""
MIN_DIGITS, MIN_INTERNATIONAL, MAX_DIGITS = 2, 7, 15
"""Digits of a telephone number; ITU-T E.164 has at most fifteen, with the country code."""
NOT_DIGIT = re.compile(r"\D")


def check_reachable(target: str) -> TextFault | None:
    """Why nobody can open an address or dial a number; None if they can, or it is of another kind."""
    if WEB.match(target):
        return _check_web(target)
    if mailbox := MAILBOX.fullmatch(target):
        return None if _is_host(mailbox["host"]) else TextFault("link-broken", {"target": target})
    if dialled := DIALLED.match(target):
        digits = NOT_DIGIT.sub("", dialled["number"])
        least = MIN_INTERNATIONAL if dialled["number"].startswith("+") else MIN_DIGITS
        if not least <= len(digits) <= MAX_DIGITS:
            return TextFault("link-number-length", {"target": target})
    return None


def _check_web(target: str) -> TextFault | None:
    try:
        parts = urlsplit(target.replace("\\", "/"))  # as browsers do
        host, _port = parts.hostname or "", parts.port  # the port is checked when it is asked for
    except ValueError:
        return TextFault("link-broken", {"target": target})
    host = host.rstrip(".")
    address = _ip_address(host)
    if OWN_MACHINE.fullmatch(host) or (address and not address.is_global):
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        return TextFault("link-local", {"target": target, "path": path})
    return None if address or _is_host(host) else TextFault("link-broken", {"target": target})


def _ip_address(host: str) -> IPv4Address | IPv6Address | None:
    if not (":" in host or host[-1:].isdigit()):
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_host(host: str) -> bool:
    """Whether a name of at least two labels can be registered; the last one is no number."""
    labels = host.split(".")
    return (
        len(labels) > 1
        and len(to_punycode(host)) <= MAX_HOST
        and all(LABEL.fullmatch(label) and len(to_punycode(label)) <= MAX_LABEL for label in labels)
        and not labels[-1].isdigit()
    )
