"""The form asks for every key of the schema, in an editor's words, where it belongs."""

from __future__ import annotations

import pytest

from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.form import KINDS, ONLY_IN, WRITTEN_BY_BUTTONS, form_fields, form_values
from plugins.markdown.front_matter import SCHEMA
from plugins.model.content_path import Section


@pytest.mark.parametrize("language", desk_languages())
def test_every_key_has_a_label_and_help_without_signs_of_code(language: str) -> None:
    texts = load_desk_texts(language)
    fields = {field.key: field for section in Section for field in form_fields(section, texts, "Etc/UTC")}
    assert fields.keys() == {*SCHEMA.keys} - WRITTEN_BY_BUTTONS
    for field in fields.values():
        assert field.label != field.key
        assert field.help
        assert not set("`{}|") & set(field.label + field.help), field.key
    assert "Etc/UTC" in fields["time"].help


def test_tables_name_keys_of_the_schema() -> None:
    assert {*KINDS, *ONLY_IN, *WRITTEN_BY_BUTTONS} <= {*SCHEMA.keys}


def test_a_news_item_is_not_asked_for_its_day_and_a_question_is() -> None:
    texts = load_desk_texts("en")
    asked = {section: {each.key for each in form_fields(section, texts, "")} for section in Section}
    assert "date" not in asked[Section.NEWS]
    assert "date" in asked[Section.FAQ]
    assert "time" in asked[Section.NEWS]


def test_values_are_those_that_are_typed_and_none_where_they_cannot_be_read() -> None:
    assert form_values("---\ntags: [a]\ntitle: '{figure}a.b'\n---\n", "ru.md") == {
        "topics": ("a",),
        "title": "{figure}a.b",
    }
    assert form_values("---\ntitle: a: b\n---\n", "ru.md") is None
    assert form_values("no front matter", "ru.md") is None
