"""Hostile YAML is rejected quickly in every file that is YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from tests.building import content_of, read

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {
    "news/2023-01-01-hostile/ru.md": "---\n{}\n---\n\nТекст.\n",
    "topics.yaml": "{}\n",
    "figures/hostile.yaml": "{}\n",
    "alert.yaml": "{}\n",
}
LAUGHS = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
)
YAML = [
    ("a bomb of anchors", LAUGHS, {"yaml-anchor"}),
    ("an anchor that holds itself", "a: &a [*a]", {"yaml-anchor"}),
    ("a merge key", "a: &a {b: c}\nd: {<<: *a}", {"yaml-anchor"}),
    ("a Python object", "a: !!python/object/apply:os.system [id]", {"yaml-anchor"}),
    ("a binary", "a: !!binary aGVsbG8=", {"yaml-anchor"}),
    (
        "a directive",
        "%TAG ! tag:evil.example,2022:\n---\na: !x y",
        {"yaml-anchor", "yaml-syntax", "yaml-sign"},
    ),
    ("lists without a bottom", "a: " + "[" * 15_000, {"yaml-too-deep", "line-too-long"}),
    ("tables without a bottom", "a: " + "{b: " * 4_000, {"yaml-too-deep"}),
    ("lists below lists", "".join(f"{'  ' * n}a:\n" for n in range(200)), {"yaml-too-deep"}),
    ("lists in a line", "a:\n  " + "- " * 5_000, {"yaml-too-deep"}),
    ("a list as a key", "? [a, b]\n: c", {"yaml-key"}),
    ("a key twice", "a: b\na: c", {"duplicate-key"}),
    ("10 MB", "a: " + "слово " * 1_000_000, {"file-too-large"}),
    ("a control character", 'a: "\\0"', {"control-character"}),
    ("letters turned round", 'a: "\\u202Eabc"', {"bidi-character"}),
    ("the site's own marks", 'a: "\\uE000link:0\\uE001"', {"control-character"}),
    ("a bell", "a: b\x07", {"control-character"}),
    ("half a pair", 'a: "\\uD800"', {"yaml-quote", "control-character", "yaml-escape"}),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("yaml", "codes"), [row[1:] for row in YAML], ids=[row[0].replace(" ", "-") for row in YAML]
)
def test_hostile_yaml_is_an_error_in_every_file(
    place: str, yaml: str, codes: set[str], tmp_path: Path
) -> None:
    with pytest.raises(ContentError) as refused:
        read(content_of(tmp_path, {place: PLACES[place].format(yaml)}))
    found = {problem.code for problem in refused.value.problems if problem.path == f"content/{place}"}
    assert found & codes, refused.value


@pytest.mark.parametrize("place", [place for place in PLACES if place.endswith(".yaml")])
def test_yaml_that_is_not_utf8_is_an_error_at_its_line(place: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=rf"{place}:2: .*UTF-8"):
        read(content_of(tmp_path, {place: b"a: b\nc: \xff\xfe\n"}))
