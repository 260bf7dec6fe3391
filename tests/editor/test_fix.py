"""`./inv check --fix` mends each mechanical kind in place, and no other byte."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import message_languages
from plugins.editor.check import check_content
from plugins.editor.fix import Fix, fix_content, format_fixes
from plugins.editor.line_fixes import FIXES
from tests.building import DEMO, build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-31-item/ru.md"
PATH = f"content/{ITEM}"
HEAD = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n---\n\n"


def fixed(folder: Path, content: str | bytes, name: str = ITEM) -> tuple[str, list[Fix]]:
    """The text of a file of a valid site after it was mended, and what was."""
    root = content_of(folder, {name: content})
    options = build_options(root)
    fixes = fix_content(options, lambda: check_content(options, spelling=False))
    return (root / name).read_bytes().decode(), fixes


IN_FRONT_MATTER = [
    ("Tags: [health]", "topics: [health]"),
    ("тема:   [health]   # примечание", "topics:   [health]   # примечание"),
    ("topics: health, statistics  # темы", "topics: [health, statistics]  # темы"),
    ("topcs: [health]", "topics: [health]"),
    ("draft: true", "status: draft"),
    ("черновик: да   # пока", "status: draft   # пока"),
    ("slug: novost\nlang: ru\nowner: Редакция", "owner: Редакция"),
    ("draft: false\nowner: Редакция", "owner: Редакция"),
    ("owner: Редакция: отдел писем", 'owner: "Редакция: отдел писем"'),
    ('owner: "Отдел" писем', "owner: '\"Отдел\" писем'"),
    ("owner: @redaktor", 'owner: "@redaktor"'),
]
IN_TEXT = [
    ("# Раз\n\nА.\n\n## Два\n\nБ.\n\n# Три\n\nВ.", "## Раз\n\nА.\n\n### Два\n\nБ.\n\n## Три\n\nВ."),
    ("Раз\n===\n\nА.\n\nДва\n---\n\nБ.", "## Раз\n\nА.\n\n### Два\n\nБ."),
    ("# Раз\n\n```\n# не заголовок\n```\n", "## Раз\n\n```\n# не заголовок\n```\n"),
    (
        "## Раз\n\nА.\n\n##### Два\n\nБ.\n\n###### Три\n\nВ.",
        "## Раз\n\nА.\n\n### Два\n\nБ.\n\n#### Три\n\nВ.",
    ),
    ("Слово\u202e и\u2028 ещё\ufeff.", "Слово и ещё."),
    ("Знак &#x202E;здесь.", "Знак здесь."),
    (
        "Пишите на example\u200b.org или [сюда](https://exa\u200bmple.org/).",
        "Пишите на example.org или [сюда](https://example.org/).",
    ),
    ("Два  пробела и `код  с  ними`,   и ещё.", "Два пробела и `код  с  ними`, и ещё."),
    ("Строка.  \nДругая строка.", "Строка.  \nДругая строка."),
    (
        "Читайте [итоги](/news/2022-12-30-year-in-figure/).",
        "Читайте [итоги](/news/2022-12-30-year-in-figures/).",
    ),
    (
        "Читайте [итоги][1].\n\n[1]: /news/2022-12-30-yaer-in-figures/",
        "Читайте [итоги][1].\n\n[1]: /news/2022-12-30-year-in-figures/",
    ),
    ("[вопрос](/faq/calling/#is-it-fre)", "[вопрос](/faq/calling/#is-it-free)"),
    (
        'Читайте <a class="x" href="https://example.org/?a=1&amp;b=2" target="_blank">здесь</a>, да.',
        "Читайте [здесь](https://example.org/?a=1&b=2), да.",
    ),
    ("<h2>Раз</h2>\n\nА.", "## Раз\n\nА."),
    ("Наберите <code>*100#</code>.", "Наберите `*100#`."),
    ("Раз.\n\n<hr/>\n\nДва.", "Раз.\n\n* * *\n\nДва."),
    ("Раз.\n\n<blockquote>Цитата.</blockquote>\n", "Раз.\n\n> Цитата.\n"),
]


@pytest.mark.parametrize(("typed", "right"), IN_FRONT_MATTER)
def test_the_front_matter_is_mended(typed: str, right: str, tmp_path: Path) -> None:
    text = "---\n# начало\ntitle: Новость\n{}\nsummary: Коротко.   # примечание\n---\n\nТекст.\n"
    assert fixed(tmp_path, text.format(typed))[0] == text.format(right)


@pytest.mark.parametrize(("typed", "right"), IN_TEXT)
def test_the_text_is_mended(typed: str, right: str, tmp_path: Path) -> None:
    text, fixes = fixed(tmp_path, HEAD + typed)
    assert text == HEAD + right
    assert bool(fixes) is (typed != right)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("[x](/news/совсем-другое/)", id="no near name"),
        pytest.param("[x](/abuot-nothing-at-all-of-this/)", id="a name that is not near enough"),
        pytest.param("<img src='photo.jpg'>", id="a picture without a description"),
        pytest.param("<a href='https://example.org/'>много\nстрок</a>", id="a tag over two lines"),
        pytest.param("<font color='red'>Важно</font>", id="a tag without a form"),
        pytest.param("<code>a`b</code>", id="code with a backtick"),
        pytest.param("\n\n".join(f"{'#' * level} {level}-й" for level in range(1, 7)), id="no level is left"),
        pytest.param("Две строки\nодного заголовка\n===", id="a heading of two lines"),
        pytest.param("**важно", id="bold words that are not closed"),
    ],
)
def test_what_needs_a_decision_stays(typed: str, tmp_path: Path) -> None:
    text, fixes = fixed(tmp_path, HEAD + typed)
    assert (text, fixes) == (HEAD + typed, [])


def test_line_ends_the_byte_order_mark_and_a_missing_last_line_end_stay(tmp_path: Path) -> None:
    before = "\ufeff---\r\nTags: [health]   # да\r\ntitle:  Новость \n---\r\n\r\nДва  слова\t\r\nконец"
    after = "\ufeff---\r\ntopics: [health]   # да\r\ntitle:  Новость \n---\r\n\r\nДва слова\t\r\nконец"
    assert fixed(tmp_path, before.encode())[0] == after


def test_everything_in_a_file_is_mended_in_one_run_and_a_second_changes_nothing(tmp_path: Path) -> None:
    content = content_of(
        tmp_path,
        {
            ITEM: "---\nЗаголовок: Новость: начало\nописание: Коротко.\ntags: health\ndraft: no\n---\n"
            '\n# Раз\n\nДва  пробела и <a href="/about/">о нас</a>.\n'
        },
    )
    options = build_options(content)
    fixes = fix_content(options, lambda: check_content(options, spelling=False))
    assert (content / ITEM).read_text(encoding="utf-8") == (
        '---\ntitle: "Новость: начало"\nsummary: Коротко.\ntopics: [health]\n---\n\n## Раз\n\n'
        "Два пробела и [о нас](/about/).\n"
    )
    assert len(fixes) == 9
    assert not {found.code for found in check_content(options, spelling=False)} & FIXES.keys() - {"link-dead"}
    assert fix_content(options, lambda: check_content(options, spelling=False)) == []


def test_a_file_with_another_suffix_of_markdown_is_renamed(tmp_path: Path) -> None:
    content = content_of(tmp_path, {ITEM.replace(".md", ".markdown"): HEAD + "Текст."})
    options = build_options(content)
    fixes = fix_content(options, lambda: check_content(options, spelling=False))
    assert [(fix.line, fix.before, fix.after) for fix in fixes] == [(0, "ru.markdown", "ru.md")]
    assert (content / ITEM).read_text(encoding="utf-8") == HEAD + "Текст."


def test_a_file_outside_the_content_is_not_touched(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(HEAD + "# Раз  два\n", encoding="utf-8")
    content = content_of(tmp_path, {})
    (content / ITEM).parent.mkdir()
    (content / ITEM).symlink_to(outside)
    options = build_options(content)
    assert fix_content(options, lambda: check_content(options, spelling=False)) == []
    assert outside.read_text(encoding="utf-8") == HEAD + "# Раз  два\n"


@pytest.mark.parametrize("language", message_languages())
def test_what_was_mended_is_printed_with_its_place_and_counted_by_kind(language: str) -> None:
    fixes = [
        Fix(PATH, 3, "key-alias", "tags: [a]", "topics: [a]"),
        Fix(PATH, 5, "key-placed", "slug: x", None),
    ]
    lines = format_fixes(fixes, language).splitlines()
    assert lines[1] == f"{PATH}:3: tags: [a] → topics: [a]"
    assert lines[2].startswith(f"{PATH}:5: slug: x → ")
    assert lines[-2:] == [f"  key-alias: 1 ({PATH} 1)", f"  key-placed: 1 ({PATH} 1)"]
    assert format_fixes([], language)


def test_the_command_mends_and_then_tells_what_is_left(tmp_path: Path) -> None:
    content = content_of(
        tmp_path, {ITEM: "---\nЗаголовок: Новость\nsummary: Коротко.\n---\n\nДва  слова. **важно\n"}
    )
    done = inv("check", "--fix", "--content", content, "--lang", "en")
    assert done.returncode == 1
    assert f"{PATH}:2: Заголовок: Новость → title: Новость" in done.stdout
    assert f"{PATH}:6: Два  слова. **важно → Два слова. **важно" in done.stdout
    assert "1 error, 0 pieces of advice" in done.stdout


def test_a_typed_number_becomes_a_reference_to_the_figure_it_repeats(tmp_path: Path) -> None:
    content = shutil.copytree(DEMO, tmp_path / "content")
    item = "news/2022-12-27-russia-59-million/ru.md"
    before = (content / item).read_text(encoding="utf-8")
    typed = before.replace("{figure}russia-2022.calls.whole|number |", "107 млн |")
    assert typed != before
    (content / item).write_text(typed, encoding="utf-8")
    options = build_options(content)
    fixes = fix_content(options, lambda: check_content(options, spelling=False))
    assert [each.code for each in fixes] == ["figures-typed"]
    assert (content / item).read_text(encoding="utf-8") == before
