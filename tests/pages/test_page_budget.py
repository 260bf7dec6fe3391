from __future__ import annotations

import random

import pytest

from plugins.pages.page_budget import MOST, overweight

NOISE = random.Random(122).randbytes(MOST)  # noqa: S311 - noise, no secret


@pytest.mark.parametrize(("page", "style"), [(b"", b""), (b"<p>" * MOST, b"a{}" * MOST), (NOISE[:9000], b"")])
def test_what_compresses_to_fourteen_kilobytes_is_light(page: bytes, style: bytes) -> None:
    assert overweight(page, style) == 0


def test_a_page_and_its_styles_are_weighed_together() -> None:
    assert overweight(NOISE[:8000], NOISE[8000:]) > MOST
