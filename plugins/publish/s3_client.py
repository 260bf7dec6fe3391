"""Open object storage: keys, region and endpoint from the usual `AWS_` variables; its errors in words."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from plugins.build.errors import PublishError
from plugins.publish.network_faults import network_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.publish.address import TargetAddress

ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT")
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
OTHER_CREDENTIALS = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_METADATA_ENDPOINT",
    "AWS_SKIP_SIGNATURE",
)
"""Variables that stand for the two keys: each names another source of credentials."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CONNECT_TIMEOUT = timedelta(seconds=10)
RETRIES, RETRY_TIMEOUT = 6, timedelta(seconds=60)
REASON = re.compile(r'message: "([^"]+)"|error: "([^"]+)"')


def open_store(address: TargetAddress) -> S3Store:
    """The storage; raises `PublishError` for variables that are missing or wrong."""
    _check_environment()
    plain = any(os.environ.get(name, "").startswith("http:") for name in ENDPOINTS)
    return S3Store(
        address.host,
        prefix=address.path or None,
        client_options={"allow_http": plain, "connect_timeout": CONNECT_TIMEOUT},
        retry_config={"max_retries": RETRIES, "retry_timeout": RETRY_TIMEOUT},
    )


@contextmanager
def storage_errors(place: str) -> Iterator[None]:
    """Turn the library's errors into `PublishError`s, without the signed requests in its messages."""
    try:
        yield
    except (BaseError, FileNotFoundError, PermissionError) as error:
        raise network_error(place, _describe_error(error), str(error)) from None
    except BaseException as error:
        # A panic of the library is no `Exception`, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise PublishError("publish-s3-panic", place=place, reason=error) from None


def _describe_error(error: Exception) -> str:
    """A short reason: the library's own message contains the signed request."""
    text = str(error)
    status = re.search(r"status code: (\d{3})|(\d{3}) (?:Forbidden|Not Found|Unauthorized)", text)
    if status:
        return f"HTTP {status[1] or status[2]}"
    cause = REASON.search(text)
    return (cause[1] or cause[2]) if cause else type(error).__name__


def _check_environment() -> None:
    for name in ENDPOINTS:
        if name in os.environ and not _is_endpoint(os.environ[name]):
            raise PublishError("publish-s3-endpoint", name=name, value=os.environ[name].rpartition("@")[2])
    missing = [name for name in KEYS if not os.environ.get(name)]
    if missing and not any(os.environ.get(name) for name in OTHER_CREDENTIALS):
        raise PublishError("publish-s3-keys", names=", ".join(missing))


def _is_endpoint(value: str) -> bool:
    """Whether a value is `https://host`, with a port and a path if need be; `http` on this machine only."""
    try:
        parts = urlsplit(value)
        port_is_valid = parts.port != 0
    except ValueError:
        return False
    plain = value.isascii() and value.isprintable() and not re.search(r"[\s<>\"'\\?#@{}|^`]", value)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return plain and port_is_valid and secure and bool(parts.hostname)
