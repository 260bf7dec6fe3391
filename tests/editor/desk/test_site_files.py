"""The files of the site that are no items: listed, opened, checked with the content, formed, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.site_file_kinds import SINGLE, SiteFileKind, site_file_kind
from tests.building import VALID
from tests.editor.desk.desk_server import ServedDesk, desk_server
from tests.editor.desk.test_item import post

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = (VALID / "site.yaml").read_text(encoding="utf-8")
TOPICS = (VALID / "topics.yaml").read_text(encoding="utf-8")
QUESTIONS = "hours:\n  name: {ru: Часы, en: Hours}\ncost:\n  name: {ru: Цена, en: Cost}\n"
REGION = (
    "# Север / The North\nname: {ru: Север, en: The North}\nfacts:\n  hours:\n    text:  # проверено\n"
    "      ru: Круглосуточно\n      en: 'Day and night'\n    sources: herald\n"
)
SOURCES = "herald:\n  name: {ru: Вестник, en: The Herald}\n  url: https://herald.example/a\n  date: 2022-12\n"
CSV = "month;calls\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    files: dict[str, str | bytes] = {
        "regions/north.yaml": REGION,
        "regions/questions.yaml": QUESTIONS,
        "sources.yaml": SOURCES,
        "synonyms/ru.txt": "врач = доктор\n",
        "public/form.txt": "A form.",
    }
    with desk_server(tmp_path_factory.mktemp("desk"), files) as desk:
        yield desk


def opened(desk: ServedDesk, path: str, **more: str) -> Any:  # noqa: ANN401 - what JSON holds
    return desk.get(f"site-file?{urlencode({'path': path, **more})}")


def check(desk: ServedDesk, path: str, text: str) -> Any:  # noqa: ANN401 - what JSON holds
    status, answer = post(desk, "site-file/check", {"path": path, "text": text})
    assert status == 200, answer
    return answer


def formed(desk: ServedDesk, path: str, text: str, changes: object) -> tuple[int, Any]:
    return post(desk, "site-file/form", {"path": path, "text": text, "changes": changes})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("site.yaml", "site"),
        ("regions/questions.yaml", "questions"),
        ("regions/north.yaml", "region"),
        ("figures/units.yaml", "units"),
        ("figures/russia-2022.yaml", "figures"),
        ("figures/calls.csv", "table"),
        ("phrases/kk.toml", "phrases"),
        ("phrases/figures/kk.toml", "figure-phrases"),
        ("words/ru.txt", "words"),
        ("news/2026-11-20-lines/ru.md", None),
        ("public/a.yaml", None),
        ("regions/a/b.yaml", None),
        ("ledger.jsonl", None),
        ("words/../site.yaml", None),
    ],
)
def test_a_path_says_what_its_file_decides(path: str, kind: str | None) -> None:
    assert site_file_kind(path) == kind


def test_files_are_listed_by_what_they_decide_and_with_what_could_be_begun(desk: ServedDesk) -> None:
    listed = {each["path"]: each for each in desk.get("site-files")["files"]}
    assert set(SINGLE.values()) <= set(listed)
    assert listed["regions/north.yaml"] == {
        "path": "regions/north.yaml",
        "kind": "region",
        "exists": True,
        "language": "",
        "name": "Север",
        "errors": 0,
        "advice": 0,
    }
    assert (listed["words/ru.txt"]["exists"], listed["words/ru.txt"]["language"]) == (False, "ru")
    assert listed["synonyms/ru.txt"]["exists"]
    assert not any(path.startswith(("public/", "news/", "ledger")) for path in listed)


def test_a_link_is_not_listed_and_not_opened(desk: ServedDesk) -> None:
    link = desk.content / "regions" / "linked.yaml"
    link.symlink_to(desk.content / "site.yaml")
    try:
        assert "regions/linked.yaml" not in {each["path"] for each in desk.get("site-files")["files"]}
        address = "/desk/api/site-file?path=regions/linked.yaml"
        assert desk.ask("GET", address, headers=desk.headers())[0] == 403
    finally:
        link.unlink()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("../outside.yaml", 403),
        ("regions/a.py", 403),
        ("/etc/passwd", 403),
        ("words/..", 403),
        ("news/2022-12-30-year-in-figures/ru.md", 404),
        ("public/form.txt", 404),
        ("README.md", 404),
    ],
)
def test_nothing_else_is_opened_checked_formed_or_deleted(desk: ServedDesk, path: str, status: int) -> None:
    address = f"/desk/api/site-file?{urlencode({'path': path})}"
    assert desk.ask("GET", address, headers=desk.headers())[0] == status
    body = {"path": path, "text": "", "changes": {}, "hash": ""}
    for act in ("check", "form", "delete"):
        assert post(desk, f"site-file/{act}", body)[0] == status


@pytest.mark.parametrize("lacking", ["Cookie", "X-Desk-Token", "Origin"])
def test_without_the_desks_own_headers_nothing_is_answered(desk: ServedDesk, lacking: str) -> None:
    headers = {name: value for name, value in desk.headers().items() if name != lacking}
    body = b'{"path": "topics.yaml", "text": "", "hash": ""}'
    for act in ("check", "form", "delete"):
        assert desk.ask("POST", f"/desk/api/site-file/{act}", body, headers)[0] in {401, 403}


def test_a_text_is_checked_with_the_whole_content_and_written_nowhere(desk: ServedDesk) -> None:
    found = check(desk, "site.yaml", SITE.replace("Asia/Yakutsk", "Asia/Yakutsky"))
    line = SITE[: SITE.index("timezone")].count("\n") + 1
    assert [(each["line"], each["severity"]) for each in found["findings"]] == [(line, "error")]
    assert "Asia/Yakutsk" in found["findings"][0]["message"]
    assert found["findings"][0]["site_path"] == "site.yaml"
    assert found["elsewhere"] == []
    assert (desk.content / "site.yaml").read_text(encoding="utf-8") == SITE
    assert check(desk, "site.yaml", SITE)["findings"] == []


def test_errors_that_a_text_makes_elsewhere_are_told_with_their_place(desk: ServedDesk) -> None:
    found = check(desk, "topics.yaml", TOPICS.replace("health:", "wellness:"))
    assert found["findings"] == []
    assert {each["bundle"].partition("/")[0] for each in found["elsewhere"]} == {"news", "summaries"}
    found = check(desk, "sources.yaml", SOURCES.replace("herald:", "other:"))
    assert {each["site_path"] for each in found["elsewhere"]} == {"regions/north.yaml"}


def test_a_check_sees_what_has_changed_on_the_disk_and_not_what_another_one_was_of(desk: ServedDesk) -> None:
    file, fresh = desk.content / "sources.yaml", desk.content / "sources.new"
    assert check(desk, "sources.yaml", SOURCES.replace("herald:", "other:"))["elsewhere"]
    assert check(desk, "topics.yaml", TOPICS)["elsewhere"] == []
    for text, is_wrong in ((SOURCES.replace("herald:", "other:"), True), (SOURCES, False)):
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)
        assert bool(check(desk, "topics.yaml", TOPICS)["elsewhere"]) is is_wrong
        file.write_text(text.replace("2022-12", "2022-11"), encoding="utf-8")
        assert bool(check(desk, "topics.yaml", TOPICS)["elsewhere"]) is is_wrong
    file.write_text(SOURCES, encoding="utf-8")


def test_a_text_that_cannot_be_read_is_told_of_at_its_line_and_has_no_form(desk: ServedDesk) -> None:
    found = check(desk, "site.yaml", f"{SITE}share: [mail\n")
    line = SITE.count("\n") + 1
    assert [each["line"] for each in found["findings"] if each["severity"] == "error"] == [line]
    assert found["form"] is None
    assert formed(desk, "site.yaml", f"{SITE}share: [mail\n", {"contacts/0/show": "123"})[0] == 422
    for text in ("\udcff", "a: \x07", "", "- a", "\u202e"):
        assert post(desk, "site-file/check", {"path": "site.yaml", "text": text})[0] == 200


def test_a_text_of_any_form_but_a_text_is_refused(desk: ServedDesk) -> None:
    wrong_texts: tuple[object, ...] = (None, 5, [], {})
    for wrong in wrong_texts:
        assert post(desk, "site-file/check", {"path": "site.yaml", "text": wrong})[0] == 400
    changes: tuple[object, ...] = (
        None,
        [],
        {"contacts/0/show": 5},
        {"unknown": "a"},
        {"contacts/1/show": "1"},
    )
    for wrong in changes:
        assert formed(desk, "site.yaml", SITE, wrong)[0] == 400


def test_the_form_has_the_settings_and_writes_each_to_its_line(desk: ServedDesk) -> None:
    fields = {
        field["key"]: field for group in check(desk, "site.yaml", SITE)["form"] for field in group["fields"]
    }
    assert fields["contacts/0/show"]["value"] == "122"
    assert fields["name"]["value"]["en"] == "122 in brief"
    changes = {"contacts/0/show": "129", "emergency/text": {"ru": "Беда", "en": "Danger"}}
    status, answer = formed(desk, "site.yaml", SITE, changes)
    after = SITE.replace('show: "122"', 'show: "129"')
    after = after.replace("Срочная помощь, en: Emergency", "Беда, en: Danger")
    assert (status, answer["text"]) == (200, after)


def test_what_is_not_there_yet_is_added_and_what_is_emptied_goes(desk: ServedDesk) -> None:
    hours = {"hours/text": {"ru": "Круглосуточно", "en": "Day and night"}}
    status, answer = formed(desk, "site.yaml", SITE, hours)
    assert status == 200
    line = "hours: {text: {ru: Круглосуточно, en: Day and night}}\n"
    assert answer["text"] == SITE.replace("emergency:", f"{line}emergency:")
    status, answer = formed(desk, "site.yaml", answer["text"], {"hours/text": {"ru": "", "en": ""}})
    assert (status, answer["text"]) == (200, SITE)


def test_a_regions_facts_are_written_where_they_stand(desk: ServedDesk) -> None:
    groups = check(desk, "regions/north.yaml", REGION)["form"]
    assert len(groups) == 3
    changes = {
        "facts/hours/text": {"ru": "По будням", "en": "On weekdays"},
        "facts/cost/text": {"ru": "Был бесплатным", "en": "Was free"},
        "facts/cost/sources": "herald",
        "facts/hours/as_of": "2026",
    }
    status, answer = formed(desk, "regions/north.yaml", REGION, changes)
    assert status == 200
    text = answer["text"]
    assert "      ru: По будням\n      en: 'On weekdays'\n    sources: herald\n    as_of: 2026\n" in text
    assert "text:  # проверено\n" in text
    assert "  cost: {text: {ru: Был бесплатным, en: Was free}, sources: herald}\n" in text
    assert [each["message"] for each in check(desk, "regions/north.yaml", text)["findings"]] == []


@pytest.mark.parametrize("path", ["topics.yaml", "sources.yaml", "regions/questions.yaml"])
def test_every_entry_of_a_list_has_its_fields(desk: ServedDesk, path: str) -> None:
    file = opened(desk, path)["file"]
    groups = check(desk, path, file["text"])["form"]
    assert groups
    for field in (field for group in groups for field in group["fields"]):
        assert formed(desk, path, file["text"], {field["key"]: field["value"]})[1]["text"] == file["text"]


@pytest.mark.parametrize(
    ("path", "entry", "written"),
    [
        (
            "topics.yaml",
            {"name": {"ru": "Новая тема", "en": "A new topic"}},
            "novaya-tema: {ru: Новая тема, en: A new topic}\n",
        ),
        (
            "sources.yaml",
            {"name": {"ru": "Мэрия", "en": "City Hall"}, "url": "", "date": "2026-02"},
            "meriya-2026: {name: {ru: Мэрия, en: City Hall}, url: none, date: 2026-02}\n",
        ),
        (
            "regions/questions.yaml",
            {"name": {"ru": "Часы", "en": "Hours"}, "unknown": {"ru": "", "en": ""}},
            "chasy: {name: {ru: Часы, en: Hours}}\n",
        ),
        (
            "site.yaml",
            {"label": {"ru": "Звонок", "en": "A call"}, "text": {"ru": "платный", "en": "costs money"}},
            "facts: [{label: {ru: Звонок, en: A call}, text: {ru: платный, en: costs money}}]\n",
        ),
    ],
)
def test_an_entry_is_added_on_a_line_of_its_own(
    desk: ServedDesk, path: str, entry: object, written: str
) -> None:
    read = opened(desk, path)
    assert read["addition"]["fields"]
    text = read["file"]["text"]
    status, answer = formed(desk, path, text, {"+": entry})
    assert (status, answer["text"].replace(written, "", 1)) == (200, text)
    assert check(desk, path, answer["text"])["findings"] == []
    again = formed(desk, path, answer["text"], {"+": entry})[1]["text"]
    assert [each for each in check(desk, path, again)["findings"] if each["severity"] == "error"] == []
    wrong_ones: tuple[object, ...] = ({}, {"name": "x", "label": "x"}, {"name": {"ru": " "}}, "text", None)
    for wrong in wrong_ones:
        assert formed(desk, path, text, {"+": wrong})[0] == 400
    assert opened(desk, "synonyms/ru.txt")["addition"] is None


@pytest.mark.parametrize(
    "path",
    [
        "figures/units.yaml",
        "words/ru.txt",
        "synonyms/en.txt",
        "phrases/ru.toml",
        "phrases/kk.toml",
        "phrases/figures/en.toml",
        "regions/south.yaml",
    ],
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_new_file_begins_with_a_text_that_can_be_saved_as_it_is(
    desk: ServedDesk, path: str, language: str
) -> None:
    names = {"name-ru": "Юг", "name-en": "The South"}
    file = opened(desk, path, lang=language, **names)
    assert file["file"] is None
    assert file["scaffold"].count("\n") > 1
    found = check(desk, path, file["scaffold"])
    assert [each for each in found["findings"] if each["severity"] == "error"] == []
    assert found["elsewhere"] == []


def test_files_that_are_gone_begin_as_those_of_a_new_site(desk: ServedDesk) -> None:
    for path in ("topics.yaml", "site.yaml", "sources.yaml", "regions/questions.yaml"):
        file = desk.content / path
        before = file.read_bytes()
        file.unlink()
        try:
            scaffold = opened(desk, path)["scaffold"]
            assert scaffold
            codes = {each["code"] for each in check(desk, path, scaffold)["findings"]}
            assert codes <= {"field-unwritten", "site-dial-phone"}
        finally:
            file.write_bytes(before)


def test_a_region_lies_where_its_name_says_unless_one_is_there(desk: ServedDesk) -> None:
    def ask(name: str) -> tuple[int, str]:
        query = urlencode({"name-ru": name})
        return desk.ask("GET", f"/desk/api/site-files/region?{query}", headers=desk.headers())

    assert ask("Дальний Юг") == (200, '{"path":"regions/dalniy-yug.yaml"}')
    assert ask("North")[0] == 409
    assert ask(" … ")[0] == 422


def test_bytes_that_are_not_edited_stay_and_another_ones_change_is_not_overwritten(desk: ServedDesk) -> None:
    file = desk.content / "words" / "en.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes("\ufeff# words\r\none\r\ntwo".encode())
    read = opened(desk, "words/en.txt")["file"]
    assert read["text"] == "# words\none\ntwo"
    saved = {"path": "words/en.txt", "text": "# words\nOne\ntwo", "hash": read["hash"]}
    assert post(desk, "file", saved)[0] == 200
    assert file.read_bytes() == "\ufeff# words\r\nOne\r\ntwo".encode()
    status, answer = post(desk, "file", saved)
    assert (status, answer["text"]) == (409, "# words\nOne\ntwo")
    file.unlink()


@pytest.mark.parametrize(
    "broken",
    [
        "share: [mail\n",
        SITE.replace("[ru, en]\n", "[]\n", 1),
        SITE.replace("Asia/Yakutsk", "Mars"),
        SITE.replace("contacts:", "contact:"),
        "",
        "- a",
    ],
)
def test_a_site_that_was_saved_with_errors_is_mended_in_the_desk(desk: ServedDesk, broken: str) -> None:
    read = opened(desk, "site.yaml")["file"]
    status, saved = post(desk, "file", {"path": "site.yaml", "text": broken, "hash": read["hash"]})
    assert status == 200
    try:
        assert desk.get("session")["languages"]
        assert any(each["site_path"] == "site.yaml" for each in desk.get("items")["problems"])
        assert desk.get("site-files")["files"]
        assert opened(desk, "site.yaml")["file"]["text"] == broken
        assert check(desk, "site.yaml", broken)["findings"]
        assert check(desk, "site.yaml", SITE)["findings"] == []
        assert opened(desk, "topics.yaml")["file"]
    finally:
        assert post(desk, "file", {"path": "site.yaml", "text": SITE, "hash": saved["hash"]})[0] == 200


def test_what_is_needed_or_used_is_not_deleted(desk: ServedDesk) -> None:
    for path in ("site.yaml", "topics.yaml"):
        read = opened(desk, path)
        assert not read["deletable"]
        assert post(desk, "site-file/delete", {"path": path, "hash": read["file"]["hash"]})[0] == 403
    read = opened(desk, "sources.yaml")["file"]
    status, answer = post(desk, "site-file/delete", {"path": "sources.yaml", "hash": read["hash"]})
    assert status == 422
    assert {each["path"] for each in answer["errors"]} == {"content/regions/north.yaml"}
    read = opened(desk, "synonyms/ru.txt")["file"]
    assert post(desk, "site-file/delete", {"path": "synonyms/ru.txt", "hash": "0"})[0] == 409
    assert post(desk, "site-file/delete", {"path": "synonyms/ru.txt", "hash": read["hash"]})[0] == 200
    assert not (desk.content / "synonyms" / "ru.txt").exists()


def test_errors_in_the_sites_own_files_are_told_in_the_list_with_a_way_there(desk: ServedDesk) -> None:
    file = desk.content / "topics.yaml"
    file.write_text(f"{TOPICS}Big Topic: {{ru: Тема, en: Topic}}\n", encoding="utf-8")
    try:
        assert [each["site_path"] for each in desk.get("items")["problems"]] == ["topics.yaml"]
        listed = {each["path"]: each for each in desk.get("site-files")["files"]}
        assert listed["topics.yaml"]["errors"] == 1
    finally:
        file.write_text(TOPICS, encoding="utf-8")


def test_every_kind_is_named_and_explained_in_the_list() -> None:
    for code in desk_languages():
        entries = load_desk_texts(code).entries
        for kind in SiteFileKind:
            assert f"site.kind-{kind}" in entries
            assert f"site.about-{kind}" in entries or kind in {"region", "figures", "table"}
