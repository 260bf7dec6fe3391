from __future__ import annotations

from contextlib import suppress
from itertools import combinations, pairwise

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.cards.card_text import CardText, Row, RowGroup, TitleFraction
from plugins.cards.design import FORMATS, POST, SHARE, Color, Format, TooLongError
from plugins.cards.layout import compose_scene
from plugins.cards.scene import Bounds, Box, Fill, Ring, Scene, Stroke, TextMark
from plugins.cards.value_labels import ink_bounds
from tests.cards.sample_cards import sample_cards, site_cards

WORD = st.text("абвгдежзийклмнопрстуфхцчшщыэюяҕҥөһүABCxyz₽№—", min_size=1, max_size=14)
LABEL = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
VALUE = st.one_of(st.integers(0, 99_999), st.integers(0, 9_999_999_999))
HEDGE = st.sampled_from(["", "", "более", "не более", "more than"])
KINDS = ("number", "change", "bars", "series", "lines", "stack", "share", "shares", "grid", "table", "title")
LENGTHS = {
    "number": (1, 1),
    "change": (2, 2),
    "bars": (1, 12),
    "series": (2, 36),
    "share": (2, 6),
    "grid": (2, 6),
}
UNDER_TEXT = frozenset({Color.LINE, Color.GROUND, Color.PANEL})


def number(value: float) -> str:
    return f"{int(value):,}".replace(",", "\u202f")


def row(label: str, value: float, hedge: str = "", **flags: bool) -> Row:
    scaled = (number(value // 1000), number(value // 1_000_000))
    return Row(label, float(value), hedge, number(value), scaled, label[:4], **flags)  # type: ignore[arg-type] # flags are booleans


FLAGS = {name: st.booleans() for name in ("accent", "unfinished", "computed", "hedge_follows")}
ROWS = st.builds(row, LABEL, VALUE, HEDGE, **FLAGS)


@st.composite
def timed_rows(draw: st.DrawFn, count: int, *, gaps: bool = True) -> tuple[Row, ...]:
    rows = draw(st.lists(ROWS, min_size=count, max_size=count))
    position, found = 0, []
    for n, each in enumerate(rows):
        last = n == count - 1
        year = "2022" if n == 0 else ""
        found.append(replace(each, position=position, year=year, unfinished=each.unfinished and last))
        position += draw(st.integers(1, 4)) if gaps else 1
    return tuple(found)


@st.composite
def share_groups(draw: st.DrawFn) -> tuple[RowGroup, ...]:
    groups = []
    for _ in range(draw(st.integers(2, 6))):
        part = draw(ROWS)
        other = draw(VALUE)
        whole, rest = row("", part.value + other), row("", other, computed=True)
        groups.append(RowGroup(draw(LABEL), (part, whole, rest), draw(st.booleans())))
    return tuple(groups)


@st.composite
def row_groups(draw: st.DrawFn, kind: str) -> tuple[RowGroup, ...]:
    if kind == "shares":
        return draw(share_groups())
    if kind == "table":
        cells = st.lists(st.one_of(st.none(), ROWS), min_size=2, max_size=2)
        count = draw(st.integers(2, 8))
        return tuple(RowGroup(draw(LABEL), tuple(draw(cells)), draw(st.booleans())) for _ in range(count))
    count = draw(st.integers(2, 12))
    return tuple(
        RowGroup(draw(LABEL), draw(timed_rows(count, gaps=kind == "lines")), draw(st.booleans()))
        for _ in range(draw(st.integers(2, 5)))
    )


@st.composite
def card_texts(draw: st.DrawFn) -> CardText:
    kind = draw(st.sampled_from(KINDS))
    rows: tuple[Row, ...] = ()
    groups: tuple[RowGroup, ...] = ()
    if kind == "series":
        rows = draw(timed_rows(draw(st.integers(*LENGTHS["series"]))))
    elif kind in LENGTHS:
        least, most = LENGTHS[kind]
        rows = tuple(draw(st.lists(ROWS, min_size=least, max_size=most)))
    elif kind != "title":
        groups = draw(row_groups(kind))
    whole = row("Всего", sum(each.value for each in rows)) if kind in {"number", "share"} else None
    whole = draw(st.sampled_from([whole, None])) if kind == "number" else whole
    fraction = draw(
        st.sampled_from([None, TitleFraction(0.5, "половина"), TitleFraction(2 / 3, "две трети")])
    )
    return CardText(
        address="trial.any",
        language="ru",
        kind="series" if kind in {"lines", "stack"} else kind,
        brand="коротко о главном",
        number="122",
        rows=rows,
        groups=groups,
        heads=("в 2022 году", "раньше") if groups else (),
        whole=whole,
        whole_text=draw(LABEL) if whole else "",
        words=draw(LABEL) if kind in {"number", "title"} else "",
        count=draw(st.integers(0, 60)) if kind == "number" and not whole else 0,
        fraction=fraction if whole or kind == "shares" else None,
        notes=tuple(draw(st.lists(LABEL, max_size=1))),
        corrections=tuple(draw(st.lists(LABEL, max_size=1))),
        subtitle=draw(LABEL),
        scales=("в тысячах", "в миллионах"),
        omitted="показаны {shown} из {count}",
        unknown="не назвали",
        line_chart=draw(st.booleans()),
        stacked=kind == "stack",
        title=draw(LABEL),
        source=draw(LABEL),
        date="18 января 2022 г.",
        alt="",
    )


def assert_inside(scene: Scene) -> None:
    """No mark leaves the card, and none but the panel and the tick of a fraction the margins."""
    size = scene.format
    for mark in scene.marks:
        bounds = mark.bounds
        if mark.color in {Color.PANEL, Color.PEAK, Color.ON_PANEL}:
            assert bounds.left >= 0
            assert bounds.right <= size.width
            continue
        assert bounds.left >= size.margin - 24, mark
        assert bounds.right <= size.right + 24, mark
        assert bounds.top >= size.title_top - 20, mark
        assert bounds.bottom <= size.last_baseline + size.small.leading, mark
        if isinstance(mark, TextMark):
            assert size.margin - 1 <= mark.x
            assert mark.x + mark.width <= size.right + 1, mark


def assert_apart(scene: Scene) -> None:
    """No text meets another one, a bar, a dot or a line; a text on the accent lies within its bar."""
    texts = [mark for mark in scene.marks if isinstance(mark, TextMark)]
    for one, other in combinations(texts, 2):
        assert not shrink(ink_bounds(one)).overlaps(shrink(ink_bounds(other))), (one, other)
    solid = [each for each in scene.marks if isinstance(each, Box) and each.color not in UNDER_TEXT]
    bars = [each.bounds for each in solid if each.fill is not Fill.OUTLINE]
    lines = [bounds for each in scene.marks for bounds in covered(each)]
    for text in texts:
        ink = shrink(ink_bounds(text))
        if text.color in {Color.ON_ACCENT, Color.ON_PANEL}:
            around = [each.bounds for each in scene.marks if isinstance(each, Box)]
            assert any(holds(each, ink) for each in around), text
        else:
            assert not any(ink.overlaps(each) for each in (*bars, *lines)), text


def covered(mark: object) -> list[Bounds]:
    """The areas of a dot, or of short pieces of a line."""
    if isinstance(mark, Ring):
        return [mark.bounds]
    if not isinstance(mark, Stroke) or mark.filled:
        return []
    found = []
    for (x, y), (right, bottom) in pairwise(mark.points):
        steps = range(0, 101, 2)
        found += [
            Bounds(
                x + (right - x) * n / 100 - 1,
                y + (bottom - y) * n / 100 - 1,
                x + (right - x) * n / 100 + 1,
                y + (bottom - y) * n / 100 + 1,
            )
            for n in steps
        ]
    return found


def shrink(bounds: Bounds) -> Bounds:
    return Bounds(bounds.left + 1, bounds.top + 1, bounds.right - 1, bounds.bottom - 1)


def holds(outer: Bounds, inner: Bounds) -> bool:
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def assert_readable(scene: Scene) -> None:
    """No text is smaller than the smallest size of its format."""
    assert min(mark.size for mark in scene.marks if isinstance(mark, TextMark)) >= scene.format.small.size


@settings(max_examples=600, deadline=None)
@given(card=card_texts(), size=st.sampled_from(FORMATS))
def test_no_mark_or_text_leaves_the_card_collides_or_is_too_small(card: CardText, size: Format) -> None:
    with suppress(TooLongError):
        scene = compose_scene(card, size)
        event(f"{card.kind} fits")
        assert_inside(scene)
        assert_apart(scene)
        assert_readable(scene)


@pytest.mark.parametrize("code", ["ru", "en"])
@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_cards_fit_every_size(size: Format, code: str) -> None:
    own = [card for (_, language), card in site_cards().items() if language == code]
    for card in (*own, *sample_cards(code).values()):
        scene = compose_scene(card, size)
        assert_inside(scene)
        assert_apart(scene)
        assert_readable(scene)


def test_smallest_text_is_nine_pixels_at_the_width_of_a_chat() -> None:
    chat = 360
    assert all(size.small.size * chat / size.width >= 9 for size in FORMATS)
    assert all(
        (size.margin % 10, size.title_top % 10, size.last_baseline % 10) == (0, 0, 0) for size in FORMATS
    )


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_at_most_twelve_type_sizes(size: Format) -> None:
    seen = {
        mark.size
        for code in ("ru", "en")
        for card in sample_cards(code).values()
        for mark in compose_scene(card, size).marks
        if isinstance(mark, TextMark)
    }
    assert len(seen) <= 12


@pytest.mark.parametrize("number", ["112", "8-800-2000-122"])
@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_card_shows_the_number_of_its_hotline(size: Format, number: str) -> None:
    for card in sample_cards("ru").values():
        scene = compose_scene(replace(card, number=number), size)
        assert number in {mark.text for mark in scene.marks if isinstance(mark, TextMark)}
        assert_inside(scene)
        assert_apart(scene)


def bars_of(card: CardText, size: Format) -> list[Box]:
    boxes = [mark for mark in compose_scene(card, size).marks if isinstance(mark, Box)]
    return [each for each in boxes if each.color in {Color.ACCENT, Color.BAR} and not each.radius]


@pytest.mark.parametrize("name", ["bars", "two", "many"])
@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_bar_length_is_proportional_to_value(size: Format, name: str) -> None:
    card = sample_cards("ru")[name]
    lengths = [bar.right - bar.left for bar in bars_of(card, size)]
    longest = card.rows[0].value
    expected = [max(4, lengths[0] * each.value / longest) for each in card.rows[: len(lengths)]]
    assert lengths == pytest.approx(expected, abs=1.5)
    assert len(lengths) == min(len(card.rows), 5 if size is SHARE else 12)


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_points_of_a_series_stand_where_their_time_is(size: Format) -> None:
    card = sample_cards("ru")["gap"]
    columns = bars_of(card, size)
    middles = [(box.left + box.right) / 2 for box in columns]
    step = middles[1] - middles[0]
    months = [round((middle - middles[0]) / step) for middle in middles]
    assert months == [0, 1, 10, 11] == [each.position for each in card.rows]


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_a_line_breaks_where_points_are_missing(size: Format) -> None:
    card = replace(sample_cards("ru")["gap"], line_chart=True)
    scene = compose_scene(card, size)
    lines = [mark for mark in scene.marks if isinstance(mark, Stroke)]
    assert [len(line.points) for line in lines] == [2, 2]
    assert lines[0].points[-1][0] < lines[1].points[0][0]


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
@pytest.mark.parametrize("code", ["ru", "en"])
def test_twelve_values_of_six_digits_are_all_written(size: Format, code: str) -> None:
    card = sample_cards(code)["dozen"]
    written = {mark.text for mark in compose_scene(card, size).marks if isinstance(mark, TextMark)}
    assert {each.scaled[0] for each in card.rows} <= written
    assert card.scales[0] in written


def test_computed_values_are_starred_and_outlined() -> None:
    for name in ("share", "shares"):
        for size in FORMATS:
            card = sample_cards("en")[name]
            scene = compose_scene(card, size)
            starred = [mark for mark in scene.marks if isinstance(mark, TextMark) and mark.text.endswith("*")]
            outlined = [mark for mark in scene.marks if isinstance(mark, Box) and mark.fill is Fill.OUTLINE]
            assert len(starred) == sum(each.computed for each in all_rows(card))
            assert len(outlined) >= len(starred)
            assert "* our calculation" in card.source.replace("\u00a0", " ")


def all_rows(card: CardText) -> list[Row]:
    return [*card.rows, *(each for group in card.groups for each in group.rows if each)]


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
@pytest.mark.parametrize("name", ["number", "share", "shares"])
def test_a_fraction_in_the_title_is_drawn_as_a_tick_with_its_name(name: str, size: Format) -> None:
    card = sample_cards("en")[name]
    scene = compose_scene(card, size)
    assert card.fraction
    assert card.fraction.name in {mark.text for mark in scene.marks if isinstance(mark, TextMark)}
    plain = compose_scene(replace(card, fraction=None), size)
    assert len(scene.marks) > len(plain.marks)


def test_hedge_and_number_share_a_baseline_on_a_wide_card() -> None:
    for name in ("number", "words", "two"):
        card = sample_cards("ru")[name]
        texts = [mark for mark in compose_scene(card, SHARE).marks if isinstance(mark, TextMark)]
        hedge = next(mark for mark in texts if mark.text in {"более", "почти"})
        digits = next(mark for mark in texts if mark.text in {each.number for each in card.rows})
        assert hedge.baseline == digits.baseline
        assert hedge.color is Color.TEXT


@pytest.mark.parametrize("name", ["number", "grid"])
def test_a_hedge_that_follows_its_number_is_drawn_after_it(name: str) -> None:
    card = sample_cards("ru")[name]
    after = replace(card.rows[0], hedge="астам", hedge_follows=True)
    assert after.amount == f"{after.number} астам"
    scene = compose_scene(replace(card, rows=(after, *card.rows[1:])), POST)
    texts = [mark for mark in scene.marks if isinstance(mark, TextMark)]
    digits = next(mark for mark in texts if mark.text == after.number)
    hedge = next(mark for mark in texts if mark.text == "астам")
    assert hedge.x > digits.x
    assert hedge.baseline == digits.baseline


def test_a_wide_card_shows_at_most_four_figures() -> None:
    card = sample_cards("ru")["grid"]
    texts = {mark.text for mark in compose_scene(card, SHARE).marks if isinstance(mark, TextMark)}
    assert sum(each.digits in texts for each in card.rows) == 4


@pytest.mark.parametrize("values", [(5, 5, 3), (0, 0, 0), (1000, 999, 998)])
def test_the_accent_goes_by_value(values: tuple[int, int, int]) -> None:
    rows = tuple(row(f"Тема {n}", value, accent=n == 1) for n, value in enumerate(values))
    card = replace(sample_cards("ru")["bars"], rows=rows)
    for size in FORMATS:
        colors = [bar.color for bar in bars_of(card, size)]
        assert colors == [Color.BAR, Color.ACCENT, Color.BAR]


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
def test_corrections_of_any_length_stop_no_card(size: Format) -> None:
    """What was wrong is told in full, in a word, or on the page alone; the card is drawn all the same."""
    corrections = tuple(f"Исправлено: до {day} ноября здесь стояло {day}. Опечатка." for day in range(1, 9))
    told = set()
    for card in site_cards().values():
        corrected = replace(card, corrections=corrections, corrected="Исправлено")
        marks = compose_scene(corrected, size).marks
        told.add("Исправлено" in {mark.text for mark in marks if isinstance(mark, TextMark)})
    assert True in told
