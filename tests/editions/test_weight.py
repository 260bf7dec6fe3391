from __future__ import annotations

import pickle
import random

import pytest

from plugins.diagnostics.problem import ContentError, problem
from plugins.pages.page_budget import MOST, overweight

NOISE = random.Random(122).randbytes(MOST)  # noqa: S311 - noise, no secret


@pytest.mark.parametrize(("page", "style"), [(b"", b""), (b"<p>" * MOST, b"a{}" * MOST), (NOISE[:9000], b"")])
def test_what_compresses_to_fourteen_kilobytes_is_light(page: bytes, style: bytes) -> None:
    assert overweight(page, style) == 0


def test_a_page_and_its_styles_are_weighed_together() -> None:
    assert overweight(NOISE[:8000], NOISE[8000:]) > MOST


def test_problems_found_in_another_process_arrive_whole() -> None:
    error = ContentError([problem("/ru/", 1, "page-too-heavy", weight=20000, most=MOST)])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301 - our own bytes
