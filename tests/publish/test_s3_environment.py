"""Wrong targets and variables of an object storage end in a sentence; never in a panic of its library."""

from __future__ import annotations

import pytest
from obstore.store import S3Store

from plugins.build.errors import PublishError
from plugins.publish import s3_client
from plugins.publish.address import parse_target
from plugins.publish.s3_client import ENDPOINTS, KEYS, OTHER_CREDENTIALS, open_store
from plugins.publish.session import open_target


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ENDPOINTS, *OTHER_CREDENTIALS):
        monkeypatch.delenv(name, raising=False)
    for name in KEYS:
        monkeypatch.setenv(name, "a-key")


@pytest.mark.parametrize("name", ENDPOINTS)
@pytest.mark.parametrize(
    "value",
    [
        "nonsense",
        "",
        "https://",
        "https:///bucket",
        "ftp://s3.example",
        "http://s3.example",
        "https://s3.example:port",
        "https://s3.example:99999",
        "https://s3.example:0",
        "https://[",
        "https://a b",
        "https://s3.example?x",
        "https://пример",
    ],
)
def test_a_wrong_endpoint_is_reported(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(PublishError, match=f"^{name}: ") as caught:
        open_store(parse_target("s3://bucket/folder"))
    assert caught.value.code == "publish-s3-endpoint"
    assert name in caught.value.message("ru")


@pytest.mark.parametrize(
    "value", ["https://s3.example", "https://s3.example:9000/path", "http://localhost", "http://127.0.0.1:9"]
)
def test_an_endpoint_is_used(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", value)
    assert isinstance(open_store(parse_target("s3://bucket/folder")), S3Store)


@pytest.mark.parametrize("folder", ["../x", "a//b", ".", "a/../b"])
def test_a_wrong_folder_of_a_bucket_is_reported(folder: str) -> None:
    with pytest.raises(PublishError, match="is no place to publish to"):
        open_store(parse_target(f"s3://bucket/{folder}"))


@pytest.mark.parametrize("bucket", ["a b", "-", "b:80", "user:secret@b", "пример"])
def test_a_wrong_bucket_is_reported(bucket: str) -> None:
    with pytest.raises(PublishError, match="is no place to publish to") as caught:
        open_store(parse_target(f"s3://{bucket}/folder"))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("missing", [KEYS, KEYS[:1], KEYS[1:]])
def test_missing_keys_are_named(missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in missing:
        monkeypatch.delenv(name)
    with pytest.raises(PublishError, match=f"{', '.join(missing)} not set") as caught:
        open_store(parse_target("s3://bucket"))
    assert caught.value.code == "publish-s3-keys"


@pytest.mark.parametrize("source", OTHER_CREDENTIALS)
def test_another_source_of_credentials_needs_no_keys(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv(source, "true" if source == "AWS_SKIP_SIGNATURE" else "http://localhost/")
    assert isinstance(open_store(parse_target("s3://bucket")), S3Store)


def test_a_panic_of_the_library_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nonsense")
    monkeypatch.setattr(s3_client, "_check_environment", lambda: None)
    with pytest.raises(PublishError) as caught:
        open_target("s3://bucket").read("history.json")
    assert caught.value.code == "publish-s3-panic"
