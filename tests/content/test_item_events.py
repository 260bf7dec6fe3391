from __future__ import annotations

import pytest

from plugins.content.item_events import item_events
from plugins.model.document import Status
from tests.building import site_phrases
from tests.feeds.builders import make_item


@pytest.mark.parametrize("status", [Status.CHECKING, Status.OBSOLETE, Status.WITHDRAWN])
@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("число звонков", "Число звонков."),
        ("Теперь иначе.", "Теперь иначе."),
        ("кто это сказал?", "Кто это сказал?"),
        ("122 не ответил", "122 не ответил."),
    ],
)
def test_a_reason_is_told_as_a_sentence(status: Status, reason: str, told: str) -> None:
    """Editors write it to follow a colon; in a list it stands alone."""
    [event] = item_events(make_item(status=status, reason=reason), site_phrases("ru"))
    assert event.text == told


def test_without_a_reason_the_status_is_explained() -> None:
    [event] = item_events(make_item(status=Status.CHECKING), site_phrases("ru"))
    assert event.text == site_phrases("ru").text("feeds.checking_text")
