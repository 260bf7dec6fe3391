"""Work done abreast is as if one had done it."""

from __future__ import annotations

import pytest

from plugins.diagnostics.problem import ContentError, problem
from plugins.editions import abreast as module
from plugins.editions.abreast import abreast


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 2)


@pytest.mark.parametrize("pieces", [0, 1, 99, 100, 101, 500])
def test_results_stand_in_the_order_of_their_pieces(pieces: int) -> None:
    assert list(abreast(lambda piece: piece * 2, range(pieces))) == [piece * 2 for piece in range(pieces)]


def test_a_problem_found_in_another_process_is_told_as_in_this_one() -> None:
    def work(piece: int) -> int:
        if piece == 300:
            raise ContentError([problem("ru.md", 3, "title-missing")])
        return piece

    with pytest.raises(ContentError) as told:
        list(abreast(work, range(500)))
    assert [(found.path, found.line, found.code) for found in told.value.problems] == [
        ("ru.md", 3, "title-missing")
    ]


def test_an_error_that_cannot_be_sent_is_told_in_words() -> None:
    class LocalError(Exception):
        pass

    def work(_piece: int) -> int:
        raise LocalError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        list(abreast(work, range(500)))


def test_this_process_does_something_else_while_others_work() -> None:
    done: list[str] = []
    assert list(abreast(int, "12" * 200, meanwhile=lambda: done.append("else"))) == [1, 2] * 200
    assert done == ["else"]


def test_it_does_nothing_else_where_it_does_the_work_itself() -> None:
    done: list[str] = []
    assert list(abreast(int, "12", meanwhile=lambda: done.append("else"))) == [1, 2]
    assert done == []
