"""A text that begins by saying its summary again."""

from __future__ import annotations

import pytest

from plugins.editor.lead_advice import lead_advice
from plugins.markdown.text_segments import text_segments
from tests.markdown.documents import read

LEAD = "За год на линию поступило более ста тысяч звонков, больше всего в феврале."
ENGLISH = "In a year the line received more than a hundred thousand calls, most of them in February."


@pytest.mark.parametrize(
    ("summary", "text", "line"),
    [
        (LEAD, "За год на линию поступило более ста тысяч звонков. Пик был в феврале.", 5),
        (LEAD, "На линию за год поступило больше ста тысяч звонков.", 5),
        (LEAD, "## Итоги\n\nЗа год на линию поступило более ста тысяч звонков.", 7),
        (
            LEAD,
            "| а | б |\n| --- | --- |\n| 1 | 2 |\n\nЗа год на линию поступило более ста тысяч звонков.",
            9,
        ),
        (ENGLISH, "The line received more than a hundred thousand calls in a year.", 5),
        (LEAD, "Об этом 27 декабря сообщило министерство.", 0),
        (LEAD, "Более ста тысяч.", 0),
        (LEAD, "Вдвое больше, чем годом раньше, звонили на линию зимой: виной тому волна гриппа.", 0),
        ("", "За год на линию поступило более ста тысяч звонков.", 0),
    ],
)
def test_a_first_sentence_that_repeats_the_summary_is_advised(summary: str, text: str, line: int) -> None:
    document = read(f"---\ntitle: Год\nsummary: {summary}\n---\n{text}\n".encode())
    found = list(lead_advice(document, tuple(text_segments(document))))
    assert [(each.code, each.line) for each in found] == [("lead-repeated", line)] * bool(line)
