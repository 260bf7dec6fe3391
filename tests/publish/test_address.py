"""Targets are parsed strictly: what could mean two things is refused, in words."""

from __future__ import annotations

import pytest

from plugins.build.errors import PublishError
from plugins.publish.address import parse_target


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("file:/srv/www/site", "file:/srv/www/site"),
        ("file:///srv/www/site/", "file:/srv/www/site"),
        ("file://localhost/srv/www/site", "file:/srv/www/site"),
        ("file:/srv/with space/сайт", "file:/srv/with space/сайт"),
        ("ssh://host/srv/site", "ssh://host/srv/site"),
        ("ssh://user@host:22/srv/site/", "ssh://user@host/srv/site"),
        ("ssh://user@host:2222/srv/site", "ssh://user@host:2222/srv/site"),
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
        ("s3://bucket/a/b/", "s3://bucket/a/b"),
    ],
)
def test_what_was_understood_can_be_printed(typed: str, understood: str) -> None:
    assert str(parse_target(typed)) == understood


@pytest.mark.parametrize(
    "typed",
    [
        *("", "x", "/srv/www", "file:", "file:srv", "file:/", "file:/a/../b", "file:/a/./b", "file:/a//b"),
        *("file:/a?b", "file:/a#b", "file:/a\\b", "file:/a\nb", "FTP://a/b", "http://a/b"),
        *("ssh://host", "ssh://host/", "ssh:/srv", "ssh://host/~/site", "ssh://host/a?b", "ssh://u:p@host/a"),
        *(
            "ssh://-o/x",
            "ssh://host:0/x",
            "ssh://host:99999/x",
            "ssh://host:abc/x",
            "ssh://[::1/x",
            "ssh://h_/x",
        ),
        *(
            "s3:bucket",
            "s3:///x",
            "s3://b/../c",
            "s3://b/a//c",
            "s3://b/.",
            "s3://user:secret@b",
            "s3://b:80/x",
        ),
        *("s3://b/a?x", "s3://b/a#x", "s3://b/a b"),
    ],
)
def test_anything_else_is_no_target(typed: str) -> None:
    with pytest.raises(PublishError, match="is no place to publish to") as caught:
        parse_target(typed)
    assert "secret" not in caught.value.message("ru")


def test_a_folder_after_two_slashes_is_not_taken_for_another_one() -> None:
    with pytest.raises(PublishError, match=r"names another machine.* write file:/srv/www/site") as caught:
        parse_target("file://srv/www/site")
    assert caught.value.code == "publish-target-host"
