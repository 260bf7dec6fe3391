"""One page of the live site is replaced at once, at every target, and stays until there is new content."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import PublishError
from plugins.publish.hotfix import hotfix, substitution
from plugins.publish.publish import publish, verify
from plugins.publish.rollback import roll_back
from tests.publish.site import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.publish.places import Place

PAGE = "ru/index.html"


def test_a_page_is_replaced_with_its_variants_and_the_timer_leaves_it_alone(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, place.target)
    done = hotfix(place.target, ["/ru/"], substitution("122", "112"))
    fixed = SITE[PAGE].replace(b"122", b"112")
    assert {*done.sent} == {PAGE, f"{PAGE}.br", f"{PAGE}.gz"}
    assert place.read(PAGE) == gzip.decompress(place.read(f"{PAGE}.gz")) == fixed
    assert publish(output, place.target).held_release == 1
    assert place.read(PAGE) == fixed
    assert not verify(place.target).wrong
    rebuild({**SITE, "en/index.html": b"new"})
    publish(output, place.target)
    assert place.seen == {**SITE, "en/index.html": b"new"}


def test_a_hotfix_can_be_taken_back(output: Path, tmp_path: Path) -> None:
    target = f"file:{tmp_path}/www"
    publish(output, target)
    hotfix(target, [PAGE, "https://122.example/en/"], lambda _path, content: content + b"more")
    assert (tmp_path / "www/en/index.html").read_bytes().endswith(b"more")
    roll_back(target)
    assert (tmp_path / "www" / PAGE).read_bytes() == SITE[PAGE]
    assert publish(output, target).held_release == 0


@pytest.mark.parametrize(
    ("page", "old", "message"),
    [
        ("/none/", "122", "has no page “/none/”"),
        (".release.json", "122", "has no page"),
        ("../../etc/passwd", "122", "has no page"),
        ("/ru/", "not there", "“not there” does not stand in “ru/index.html”"),
    ],
)
def test_what_cannot_be_fixed_is_told(
    page: str, old: str, message: str, output: Path, tmp_path: Path
) -> None:
    target = f"file:{tmp_path}/www"
    with pytest.raises(PublishError, match="nothing has been published"):
        hotfix(target, [page], substitution(old, "x"))
    publish(output, target)
    with pytest.raises(PublishError, match=message):
        hotfix(target, [page], substitution(old, "x"))
    with pytest.raises(PublishError, match="would stay as it is"):
        hotfix(target, ["/ru/"], lambda _path, content: content)
    assert (tmp_path / "www" / PAGE).read_bytes() == SITE[PAGE]
