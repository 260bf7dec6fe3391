"""The search index: its parts, its terms, and what a build takes from the cache."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.cache import BuildCache
from plugins.search.analysis import Analyzer, fold, split_words
from plugins.search.index import (
    ANSWERS,
    index_shard,
    letter_file,
    result_text,
    search_files,
    split_into_shards,
)
from plugins.search.language_data import LanguageData, SearchLanguage
from tests.building import content_of, read

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.model.edition import Edition

LANGUAGES = {"ru": SearchLanguage("russian", LanguageData(), (("цена", "стоимость"),))}


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return read(content_of(tmp_path)).editions[0]


def index_of(edition: Edition, cache: Path, key: bytes = b"code") -> dict[str, bytes]:
    return dict(search_files([edition], LANGUAGES, BuildCache(cache), key))


def test_answers_are_one_shard_and_the_rest_is_split_by_year(edition: Edition) -> None:
    names = [shard.name for shard in split_into_shards(edition, "russian")]
    assert names[0] == ANSWERS
    assert names[1:] == sorted(names[1:], reverse=True)
    assert all(name.isdecimal() for name in names[1:])


def test_every_word_of_every_item_leads_to_it(edition: Edition) -> None:
    analyzer = Analyzer("russian")
    for shard in split_into_shards(edition, "russian"):
        index = index_shard(shard)
        if shard.name == ANSWERS:
            whole = json.loads(index.files[f"{ANSWERS}.json"])
            terms, documents = whole["terms"], whole["documents"]
        else:
            files = {name: json.loads(content) for name, content in index.files.items()}
            terms = {
                term: each
                for letter in index.letters
                for term, each in files[f"{shard.name}/{letter_file(letter)}"].items()
            }
            documents = [files[f"{shard.name}/{number}.json"] for number in range(index.count)]
        assert [document[0] for document in documents] == [item.url for item in shard.items]
        assert set(index.letters) == {term[0] for term in terms}
        for number, (_, title, summary, _, _, text) in enumerate(documents):
            for word in analyzer.words(f"{title} {summary} {text}"):
                assert number in terms[analyzer.stem(word)][::2]


def test_words_of_two_blocks_are_not_joined(edition: Edition) -> None:
    for shard in split_into_shards(edition, "russian"):
        for item in shard.items:
            for block in re.split(r"<[^>]+>", item.html):
                assert not re.search(r"[а-я][А-Я]", block), (
                    "the test needs texts without capitals inside words"
                )
        contents = b"".join(index_shard(shard).files.values()).decode()
        assert not re.findall(r"[а-яё]{2}[А-ЯЁ][а-яё]{2}", contents)


def test_a_region_is_not_found_by_what_no_source_says_of_it(tmp_path: Path) -> None:
    regions: dict[str, str | bytes] = {
        "regions/questions.yaml": """cost: {name: {ru: Стоимость}, unknown: {ru: Спросите.}}
hours: {name: {ru: Часы}, unknown: {ru: Позвоните.}}
wait: {name: {ru: Ожидание}, unknown: {ru: Подождите.}}
""",
        "regions/north.yaml": """name: {ru: Север}
facts:
  cost: {text: {ru: Было бесплатно.}, as_of: 2022-12}
  hours: {unknown: true, text: {ru: Отвечали днём.}, as_of: 2022-12}
""",
    }
    edition = read(content_of(tmp_path, regions)).editions[0]
    files = next(index_shard(shard).files for shard in split_into_shards(edition, "russian"))
    text = next(each for each in json.loads(files[f"{ANSWERS}.json"])["documents"] if "Север" in each[1])[-1]
    assert "Стоимость · Было бесплатно." in text
    assert "Часы · Неизвестно. Отвечали днём." in text
    assert "Ожидание" not in text


def test_the_same_items_give_the_same_index(edition: Edition, tmp_path: Path) -> None:
    assert index_of(edition, tmp_path / "once") == index_of(edition, tmp_path / "again")


def test_an_index_comes_from_the_cache_until_the_code_changes(edition: Edition, tmp_path: Path) -> None:
    built = index_of(edition, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plugins.search.index.index_shard", None)
        assert index_of(edition, tmp_path) == built
        with pytest.raises(TypeError):
            index_of(edition, tmp_path, b"other code")


def test_the_overview_names_what_there_is(edition: Edition, tmp_path: Path) -> None:
    files = index_of(edition, tmp_path)
    overview = json.loads(files["search/ru/index.json"])
    assert overview["synonyms"] == [["цена", "стоимость"]]
    assert overview["stemmer"]
    for name, count, letters in overview["shards"]:
        if name != ANSWERS:
            assert f"search/ru/{name}/{count - 1}.json" in files
            assert f"search/ru/{name}/{letter_file(letters[0])}" in files
    words = json.loads(files["search/ru/words.json"])
    stem = Analyzer("russian").stem
    assert all(stem(word) == term for term, word in words.items())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<tr><th>Часы</th><td>Днём.</td><td>2022</td></tr><p>Звоните.</p>", "Часы · Днём. 2022 · Звоните."),
        ("<h2>Что знаем</h2><ul><li>раз</li><li><b>два</b></li></ul>", "Что знаем · раз · два"),
        ("<table><tr><td></td><td>5</td></tr></table>", "5"),
        ("<p>Просто\u00a0текст</p><p>и ещё</p>", "Просто текст и ещё"),
        ("<li>col·lecció</li>", "col·lecció"),
        ("", ""),
    ],
)
def test_what_stood_apart_on_the_page_is_apart_in_an_excerpt(html: str, text: str) -> None:
    assert result_text(html) == text


@given(st.text())
def test_folding_is_stable_and_splitting_keeps_letters(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert set("".join(split_words(folded))) == {char for char in folded if char.isalnum()}
