from __future__ import annotations

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.cards.card_text import CardText, Row
from plugins.cards.design import FORMATS, Format, TooLongError
from plugins.cards.font import CAP_HEIGHT
from plugins.cards.renderer import compose_scene
from plugins.cards.scene import Box, Scene, Text
from tests.cards.sample_cards import sample_cards, site_cards

WORD = st.text("абвгдежзийклмнопрстуфхцчшщыэюяҕҥөһүABCxyz₽№—", min_size=1, max_size=18)
LABEL = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
VALUE = st.integers(0, 9_999_999_999_999)
HEDGE = st.sampled_from(["", "более", "не более", "more than"])


def row(label: str, value: int, hedge: str, **flags: bool) -> Row:
    number = f"{value:,}".replace(",", "\u202f")
    return Row(label, float(value), hedge, number, "звонков", "38\u00a0%", label[:4], "2022", **flags)


FLAGS = {name: st.booleans() for name in ("unfinished", "remainder", "hedge_follows")}
ROWS = st.builds(row, LABEL, VALUE, HEDGE, **FLAGS)
COUNTS = {
    "number": (1, 1),
    "bars": (1, 12),
    "series": (2, 36),
    "share": (2, 6),
    "grid": (2, 6),
    "title": (0, 0),
}


@st.composite
def card_texts(draw: st.DrawFn) -> CardText:
    kind = draw(st.sampled_from(sorted(COUNTS)))
    least, most = COUNTS[kind]
    rows = tuple(draw(st.lists(ROWS, min_size=least, max_size=most)))
    whole = row("Всего", int(sum(each.value for each in rows)), "") if kind in {"number", "share"} else None
    return CardText(
        address="trial.any",
        language="ru",
        kind=kind,
        site="122: коротко о главном",
        number="122",
        rows=rows,
        whole=whole,
        whole_text=draw(LABEL) if whole else "",
        change=draw(st.sampled_from(["", "на 32\u00a0% меньше"])) if kind == "number" else "",
        before="в декабре — 120\u202f000",
        rising=draw(st.sampled_from([None, True, False])),
        notes=tuple(draw(st.lists(LABEL, max_size=1))),
        subtitle=draw(LABEL) if kind in {"bars", "series", "share"} else "",
        ranked=draw(st.booleans()),
        line_chart=draw(st.booleans()),
        title=draw(LABEL),
        kicker=draw(LABEL),
        source=draw(LABEL),
        alt="",
    )


def assert_inside(scene: Scene) -> None:
    size = scene.format
    for mark in scene.marks:
        bounds = mark.bounds
        assert bounds.left >= size.margin - 12 or bounds.bottom <= size.band, mark
        assert bounds.right <= size.right + 1 or bounds.bottom <= size.band, mark
        assert bounds.top >= size.safe_top - size.small, mark
        assert bounds.bottom <= size.height - size.safe_bottom + size.small, mark


def assert_apart(scene: Scene) -> None:
    texts = [mark for mark in scene.marks if isinstance(mark, Text)]
    for one, other in combinations(texts, 2):
        left, right = sorted((one, other), key=lambda text: text.x)
        upper, lower = sorted((one, other), key=lambda text: text.baseline)
        beside = right.x >= left.bounds.right - 1
        above = upper.baseline <= lower.baseline - CAP_HEIGHT * lower.size
        assert beside or above, (one, other)


@settings(max_examples=300, deadline=None)
@given(card=card_texts(), size=st.sampled_from(FORMATS))
def test_no_mark_leaves_the_card_and_no_texts_overlap(card: CardText, size: Format) -> None:
    with suppress(TooLongError):
        scene = compose_scene(card, size)
        event(f"{card.kind} fits")
        assert_inside(scene)
        assert_apart(scene)


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_site_cards_fit_every_size(size: Format) -> None:
    for card in site_cards().values():
        scene = compose_scene(card, size)
        assert_inside(scene)
        assert_apart(scene)


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_no_text_is_smaller_than_the_minimum(size: Format) -> None:
    for card in sample_cards("ru").values():
        assert (
            min(mark.size for mark in compose_scene(card, size).marks if isinstance(mark, Text)) >= size.small
        )


@pytest.mark.parametrize("number", ["112", "8-800-2000-122"])
@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_card_shows_the_number_of_its_hotline(size: Format, number: str) -> None:
    for card in sample_cards("ru").values():
        scene = compose_scene(replace(card, number=number, kicker=""), size)
        assert next(mark.text for mark in scene.marks if isinstance(mark, Text)) == number
        assert_inside(scene)
        assert_apart(scene)


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_bar_length_is_proportional_to_value(size: Format) -> None:
    card = sample_cards("ru")["bars"]
    start = max(mark.left for mark in compose_scene(card, size).marks if isinstance(mark, Box))
    bars = [mark for mark in compose_scene(card, size).marks if isinstance(mark, Box) and mark.left == start]
    bars = [bar for bar in bars if bar.bottom - bar.top > 2 and bar.top > size.safe_top + 60]
    lengths = [bar.right - bar.left for bar in bars[-4:]]
    longest = card.rows[0].value
    assert lengths == pytest.approx(
        [max(2, lengths[0] * each.value / longest) for each in card.rows], abs=1.5
    )


@pytest.mark.parametrize("name", ["number", "grid"])
def test_a_hedge_that_follows_its_number_is_drawn_below_it(name: str) -> None:
    card = next(each for each in sample_cards("ru").values() if each.kind == name)
    after = replace(card.rows[0], hedge="астам", hedge_follows=True)
    assert after.amount == f"{after.number} астам"
    scene = compose_scene(replace(card, rows=(after, *card.rows[1:])), FORMATS[0])
    texts = [mark for mark in scene.marks if isinstance(mark, Text)]
    number = next(mark for mark in texts if mark.text.startswith(after.number))
    hedge = next(mark for mark in texts if mark.text.startswith("астам"))
    assert hedge.x == number.x
    assert hedge.baseline > number.baseline
