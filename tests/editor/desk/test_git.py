"""The desk's git: commits per editor, what others sent, conflicts, and every refusal in words."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from plugins.editor.desk.api import ApiError
from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.git import Checkout, CheckoutState, checkout_state, find_checkout
from plugins.editor.desk.git_merge import Decision, Merge, finish_merge, pull, push

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "---\ntitle: One\n---\nFirst.\n\nSecond.\n\nThird.\n"
ITEM = "news/2023-01-31-item/en.md"


class Place(NamedTuple):
    """One editor's checkout."""

    root: Path

    @property
    def checkout(self) -> Checkout:
        found = find_checkout(self.root / "content")
        assert isinstance(found, Checkout)
        return found

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def write(self, text: str, path: str = ITEM) -> None:
        file = self.root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def read(self, path: str = ITEM) -> str:
        return (self.root / "content" / path).read_bytes().decode()

    def save(self, text: str, editor: str, path: str = ITEM) -> None:
        self.write(text, path)
        self.checkout.commit(editor, "Edit")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git knows nobody on this machine."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


@pytest.fixture
def team(tmp_path: Path) -> tuple[Place, Place]:
    """Two checkouts of one repository."""
    origin, anna, boris = tmp_path / "origin.git", Place(tmp_path / "anna"), Place(tmp_path / "boris")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", origin], check=True)
    subprocess.run(["git", "clone", "-q", origin, anna.root], check=True, capture_output=True)
    anna.git("checkout", "-q", "-b", "main")
    anna.write(TEXT)
    (anna.root / "README.md").write_text("One.\n", encoding="utf-8")
    anna.git("add", "-A")
    anna.git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "Begin")
    anna.git("push", "-q", "-u", "origin", "main")
    subprocess.run(["git", "clone", "-q", origin, boris.root], check=True)
    return anna, boris


def test_files_are_committed_in_the_name_of_who_saved_them(team: tuple[Place, Place]) -> None:
    anna, _ = team
    for path, editors in {"a.yaml": ("Анна",), "b b.yaml": ("Boris", "Анна"), "c.yaml": ()}.items():
        anna.write("a: 1\n", path)
        for editor in editors:
            anna.checkout.note_editor(path, editor)
    anna.write("secret\n", ".publish.json")
    (anna.root / "README.md").write_text("Not content.\n", encoding="utf-8")
    assert [file.path for file in anna.checkout.changed] == ["a.yaml", "b b.yaml", "c.yaml"]
    assert anna.checkout.commit("vera@example.org", "Publish") == 3
    log = anna.git("log", "-3", "--format=%an <%ae>|%(trailers:valueonly,separator=%x2C)", "--name-only")
    assert "Анна <anna@desk.invalid>|\n\ncontent/a.yaml" in log
    assert "Анна <anna@desk.invalid>|Boris <boris@desk.invalid>\n\ncontent/b b.yaml" in log
    assert "vera <vera@example.org>|\n\ncontent/c.yaml" in log
    assert anna.git("status", "--porcelain", "-uall").split("\n")[:2] == [
        " M README.md",
        "?? content/.publish.json",
    ]
    assert anna.checkout.commit("Анна", "Nothing") == 0


def test_changes_of_the_program_and_its_handbook_are_none_of_the_editors(team: tuple[Place, Place]) -> None:
    anna, _ = team
    for path in ("content/README.md", "plugins.py"):
        (anna.root / path).write_text("Of the program.\n", encoding="utf-8")
        anna.git("add", path)
        anna.git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", f"Write {path}")
    anna.save(TEXT.replace("First", "Now"), "Анна")
    assert [each.subject for each in anna.checkout.commits] == ["Edit", "Begin"]


def test_what_is_no_conflict_is_brought_in_and_sent(team: tuple[Place, Place]) -> None:
    anna, boris = team
    anna.save(TEXT.replace("First", "Anna's first"), "Anna")
    assert push(anna.checkout) is None
    boris.save(TEXT.replace("Third", "Boris's third"), "Boris")
    assert push(boris.checkout) is None
    assert pull(anna.checkout) is None
    both = TEXT.replace("First", "Anna's first").replace("Third", "Boris's third")
    assert anna.read() == boris.read() == both
    assert checkout_state(anna.root / "content").ahead == 0


def test_a_conflict_leaves_the_folder_alone_until_it_is_decided(team: tuple[Place, Place]) -> None:
    anna, boris = team
    anna.save(TEXT.replace("Second", "Anna’s\u2028second"), "Anna")
    push(anna.checkout)
    boris.save(TEXT.replace("Second", "Boris's second"), "Boris")
    before, head = boris.read(), boris.checkout.head
    merge = push(boris.checkout)
    assert isinstance(merge, Merge)
    assert (boris.read(), boris.checkout.head, boris.git("status", "--porcelain")) == (before, head, "")
    (conflict,) = merge.conflicts
    assert conflict.path == ITEM
    (segment,) = [each for each in conflict.segments if each.is_conflict]
    assert (segment.before, segment.ours) == ("Second.\n", "Boris's second.\n")
    assert segment.theirs == "Anna’s\u2028second.\n"
    assert "".join(each.same or each.ours for each in conflict.segments) == before
    with pytest.raises(ApiError) as refused:
        finish_merge(boris.checkout, merge, [], "Boris")
    assert refused.value.key == "git.undecided"
    decided = before.replace("Boris's", "Anna's and Boris's")
    finish_merge(boris.checkout, merge, [Decision(ITEM, decided)], "Boris")
    assert push(boris.checkout) is None
    pull(anna.checkout)
    assert anna.read() == decided
    assert "Boris <boris@desk.invalid>" in anna.git("log", "-1", "--format=%an <%ae>")


def test_a_deleted_file_and_one_that_is_no_text_are_taken_from_one_side(team: tuple[Place, Place]) -> None:
    anna, boris = team
    photo = "news/2023-01-31-item/photo.jpg"
    for place, name in ((anna, b"\xff\x00anna"), (boris, b"\xff\x00boris")):
        (place.root / "content" / photo).write_bytes(name)
    (anna.root / "content" / ITEM).unlink()
    anna.checkout.commit("Anna", "Delete")
    push(anna.checkout)
    boris.save(TEXT.replace("Second", "Boris's second"), "Boris")
    merge = push(boris.checkout)
    assert merge is not None
    assert {each.path: (each.ours_exists, each.theirs_exists, each.segments) for each in merge.conflicts} == {
        ITEM: (True, False, ()),
        photo: (True, True, ()),
    }
    decisions = [Decision(ITEM, side="theirs"), Decision(photo, side="theirs")]
    finish_merge(boris.checkout, merge, decisions, "Boris")
    assert not (boris.root / "content" / ITEM).exists()
    assert (boris.root / "content" / photo).read_bytes() == b"\xff\x00anna"


def test_records_keep_the_lines_of_both_sides(team: tuple[Place, Place]) -> None:
    anna, boris = team
    anna.save('{"id":"a"}\n{"id":"z"}\n', "Anna", "ledger.jsonl")
    push(anna.checkout)
    boris.save('{"id":"b"}\n{"id":"z"}\n', "Boris", "ledger.jsonl")
    assert push(boris.checkout) is None
    assert sorted(boris.read("ledger.jsonl").splitlines()) == ['{"id":"a"}', '{"id":"b"}', '{"id":"z"}']


def test_what_is_saved_while_changes_come_in_is_not_overwritten(team: tuple[Place, Place]) -> None:
    anna, boris = team
    anna.save(TEXT.replace("Second", "Anna's second"), "Anna")
    push(anna.checkout)
    boris.write(TEXT + "Typed just now.\n")
    with pytest.raises(ApiError) as refused:
        pull(boris.checkout)
    assert refused.value.key == "git.open-elsewhere"
    assert boris.read() == TEXT + "Typed just now.\n"


def test_what_both_changed_outside_the_content_is_left_to_a_terminal(team: tuple[Place, Place]) -> None:
    for place, word in zip(team, ("Anna", "Boris"), strict=True):
        (place.root / "README.md").write_text(f"{word}.\n", encoding="utf-8")
        place.git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qam", word)
    push(team[0].checkout)
    with pytest.raises(ApiError) as refused:
        push(team[1].checkout)
    assert refused.value.key == "git.outside"


def test_a_server_that_is_away_or_refuses_loses_nothing(team: tuple[Place, Place]) -> None:
    anna, _ = team
    anna.save(TEXT + "More.\n", "Anna")
    for address in ("ssh://127.0.0.1:1/nowhere.git", "https://127.0.0.1:1/nowhere.git", "/nowhere.git"):
        anna.git("remote", "set-url", "origin", address)
        with pytest.raises(ApiError) as refused:
            push(anna.checkout)
        assert refused.value.key == "git.unreachable", refused.value.values
    assert anna.read() == TEXT + "More.\n"
    assert checkout_state(anna.root / "content").ahead == 1


def test_variables_of_another_repository_do_not_reach_git(
    team: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(team[1].root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(team[1].root))
    assert team[0].checkout.root == team[0].root


def test_without_git_or_a_checkout_it_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    content.mkdir()
    assert checkout_state(content) == CheckoutState("git.none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checkout_state(content) == CheckoutState("git.missing")


def test_a_merge_that_somebody_began_by_hand_is_left_alone(team: tuple[Place, Place]) -> None:
    anna, _ = team
    anna.write(TEXT + "More.\n")
    (anna.root / ".git" / "MERGE_HEAD").write_text(anna.checkout.head, encoding="utf-8")
    assert checkout_state(anna.root / "content").problem == "git.unfinished"
    with pytest.raises(ApiError) as refused:
        anna.checkout.commit("Anna", "Edit")
    assert refused.value.key == "git.unfinished"


@pytest.mark.parametrize("language", desk_languages())
def test_every_refusal_has_a_sentence(language: str) -> None:
    texts = load_desk_texts(language)
    keys = (
        "missing",
        "none",
        "ownership",
        "unfinished",
        "no-upstream",
        "busy",
        "disk",
        "denied",
        "unreachable",
    )
    more = ("rejected", "old", "outside", "open-elsewhere", "went-on", "undecided", "failed")
    for key in (*keys, *more):
        assert texts.text(f"git.{key}", reason="why", path="a.md", paths="a, b")
