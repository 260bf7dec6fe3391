from __future__ import annotations

import random

import pytest

from plugins.pages.render import MAX_BYTES, excess_size

NOISE = random.Random(122).randbytes(MAX_BYTES)


@pytest.mark.parametrize(
    ("page", "style"), [(b"", b""), (b"<p>" * MAX_BYTES, b"a{}" * MAX_BYTES), (NOISE[:9000], b"")]
)
def test_what_compresses_to_fourteen_kilobytes_is_light(page: bytes, style: bytes) -> None:
    assert excess_size(page, style) == 0


def test_a_page_and_its_styles_are_weighed_together() -> None:
    assert excess_size(NOISE[:8000], NOISE[8000:]) > MAX_BYTES
