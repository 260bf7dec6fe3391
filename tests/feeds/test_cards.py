from __future__ import annotations

import pytest
from msgspec.structs import replace

from plugins.feeds.compose import compose_item
from plugins.feeds.feed_files import feed_files
from plugins.markdown.references import placeholder
from plugins.model.edition import Picture
from plugins.model.text import LazyText, Text
from tests.feeds.builders import NOW, make_context, make_item, release_of

DRAWN = Picture(
    "/figures/russia-2022/calls.ru.png", "Звонки: 59 млн & больше", 1200, 630, "image/png", 20_480
)
CARD = """<p>До</p><figure class="figure-card figure-card-number" id="russia-2022-calls"><dl>
<div><dt>Звонки</dt>
<dd>59 млн</dd></div></dl><svg class="figure-card-bar"><rect/></svg>
<figcaption class="figure-card-foot">Источник</figcaption>
</figure><p>После</p>"""
MARKED = LazyText(html=placeholder("card", 0))
ITEM = make_item(1, text=Text(MARKED.digest, figures=(CARD,), body=MARKED))
CONTEXT = make_context(ITEM)
DRAWING = replace(CONTEXT, card_images={"russia-2022-calls": DRAWN})


def test_a_card_becomes_its_picture_with_caption() -> None:
    assert compose_item(release_of(ITEM), DRAWING).html == (
        '<p>До</p><figure><img src="https://122.example/figures/russia-2022/calls.ru.png" '
        'alt="Звонки: 59 млн &amp; больше" width="1200" height="630">'
        "<figcaption>Источник</figcaption></figure><p>После</p>"
    )


def test_a_card_in_another_language_becomes_its_picture() -> None:
    borrowed = replace(ITEM, text=Text.from_html(CARD.replace("<figure class", '<figure lang="ru" class')))
    assert "<img" in compose_item(release_of(borrowed), DRAWING).html


@pytest.mark.parametrize("word", ["Звонки", "59 млн", "Источник"])
def test_a_card_without_a_picture_stays_a_table(word: str) -> None:
    text = compose_item(release_of(ITEM), CONTEXT).html
    assert word in text
    assert "svg" not in text


def test_a_redrawn_card_changes_the_feeds_that_contain_it() -> None:
    prints = {file.fingerprint for file in feed_files(DRAWING, NOW)}
    redrawn = replace(DRAWING, card_images={"russia-2022-calls": replace(DRAWN, length=9)})
    elsewhere = replace(DRAWING, card_images={**DRAWING.card_images, "other": DRAWN})
    assert prints != {file.fingerprint for file in feed_files(redrawn, NOW)}
    assert prints == {file.fingerprint for file in feed_files(elsewhere, NOW)}
