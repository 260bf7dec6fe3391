"""Bring in what others committed, and send ours: a conflict is shown before anything in the folder changes.

Both sides are merged in git's store (`git merge-tree`); the files of the content folder change only when
every conflict is decided, in one step. Until then each editor's text stays as it was typed.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.desk.api import ApiError
from plugins.editor.desk.git import Checkout, editing_checkout
from plugins.editor.desk.git_program import ask_remote, call_git, committer, git_error, run_git, signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNION_FILES = ("ledger.jsonl", "reviews.jsonl")
"""Records a line each: the lines of both sides are kept."""
BASE, OURS, THEIRS = 1, 2, 3
CONFLICT_EXIT = 1
MARKER = 25
"""Length of conflict markers: no text has such a line of its own."""
PUSH_TRIES = 3
LINES = re.compile(r"[^\n]*\n|[^\n]+")
ENTRY_FIELDS = 3


class Segment(Struct, frozen=True):
    """A part of a file: `same` on both sides, or as each side has it, and as it was `before` both."""

    same: str = ""
    ours: str = ""
    theirs: str = ""
    before: str = ""
    is_conflict: bool = False


class Conflict(Struct, frozen=True):
    """A file that both sides changed; without `segments` it is kept or deleted as a whole, or is no text."""

    path: str
    segments: tuple[Segment, ...] = ()
    ours_exists: bool = True
    theirs_exists: bool = True


class Merge(Struct, frozen=True):
    """A merge that waits for decisions: the commits of both sides, and the files in conflict."""

    ours: str
    theirs: str
    conflicts: tuple[Conflict, ...] = ()


class Decision(Struct, frozen=True):
    """What a file in conflict becomes: its text, or one side as it is (`ours`, `theirs`)."""

    path: str
    text: str | None = None
    side: str = ""


def pull(checkout: Checkout) -> Merge | None:
    """Bring in what others have committed; returns the conflicts if there are any. Raises `ApiError`.

    Whatever changed in the content must be committed before.
    """
    if not checkout.upstream:
        raise ApiError(409, "git.no-upstream")
    ask_remote(checkout.root, "fetch", "--quiet", "--no-auto-gc")
    ours, theirs = checkout.head, checkout.git("rev-parse", "@{upstream}").strip()
    if call_git(checkout.root, "merge-base", "--is-ancestor", theirs, ours).returncode == 0:
        return None
    if call_git(checkout.root, "merge-base", "--is-ancestor", ours, theirs).returncode == 0:
        _advance(checkout, theirs)
        return None
    tree, stages = _merged_tree(checkout, ours, theirs)
    conflicts, solved = [], dict[str, str]()
    for path, versions in stages.items():
        if path.rpartition("/")[2] in UNION_FILES:
            solved[path] = _store(checkout, _union(checkout, versions))
        else:
            conflicts.append(_conflict(checkout, path, versions))
    if conflicts:
        return Merge(ours, theirs, tuple(conflicts))
    _commit_merge(checkout, tree, solved, (ours, theirs), "")
    return None


def finish_merge(checkout: Checkout, merge: Merge, decisions: Sequence[Decision], editor: str) -> None:
    """Commit a merge with every conflict decided; raises `ApiError` if one is not, or either side went on."""
    if checkout.head != merge.ours or checkout.git("rev-parse", "@{upstream}").strip() != merge.theirs:
        raise ApiError(409, "git.went-on")
    tree, stages = _merged_tree(checkout, merge.ours, merge.theirs)
    decided = {decision.path: decision for decision in decisions}
    solved: dict[str, str] = {}
    for path, versions in stages.items():
        if path.rpartition("/")[2] in UNION_FILES:
            solved[path] = _store(checkout, _union(checkout, versions))
            continue
        decision = decided.get(checkout.below(path))
        if decision is None or (decision.text is None and decision.side not in {"ours", "theirs"}):
            raise ApiError(422, "git.undecided", path=checkout.below(path))
        if decision.text is None:
            solved[path] = versions.get(OURS if decision.side == "ours" else THEIRS, "")
        else:
            solved[path] = _store(checkout, decision.text.encode())
    _commit_merge(checkout, tree, solved, (merge.ours, merge.theirs), editor)


def push(checkout: Checkout) -> Merge | None:
    """Send our commits; brings in others' first if there are any, whose conflicts are returned."""
    for _ in range(PUSH_TRIES):
        if merge := pull(checkout):
            return merge
        try:
            ask_remote(checkout.root, "push", "--quiet")
        except ApiError as error:
            if error.key != "git.rejected":
                raise
            continue
        return None
    raise ApiError(409, "git.rejected", reason="")


def _merged_tree(checkout: Checkout, ours: str, theirs: str) -> tuple[str, dict[str, dict[int, str]]]:
    """The tree of both sides, and for each file in conflict its versions by stage."""
    done = call_git(checkout.root, "merge-tree", "--write-tree", "-z", "--no-messages", ours, theirs)
    if done.returncode not in {0, CONFLICT_EXIT}:
        said = done.stderr.decode(errors="replace")
        raise ApiError(409, "git.old") if "usage:" in said else git_error(said)
    tree, *entries = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    stages: dict[str, dict[int, str]] = {}
    for entry in filter(None, entries):
        head, _, path = entry.partition("\t")
        fields = head.split(" ")
        if len(fields) == ENTRY_FIELDS:
            stages.setdefault(path, {})[int(fields[2])] = fields[1]
    outside = [path for path in stages if checkout.scope != "." and not path.startswith(f"{checkout.scope}/")]
    if outside:
        raise ApiError(409, "git.outside", paths=", ".join(outside[:5]))
    return tree.strip(), stages


def _conflict(checkout: Checkout, path: str, versions: Mapping[int, str]) -> Conflict:
    """A conflict for an editor: text in segments where both sides have one."""
    shown = checkout.below(path)
    if OURS not in versions or THEIRS not in versions:
        return Conflict(shown, (), OURS in versions, THEIRS in versions)
    try:
        return Conflict(shown, _segments(checkout, versions))
    except UnicodeDecodeError:
        return Conflict(shown)


def _segments(checkout: Checkout, versions: Mapping[int, str]) -> tuple[Segment, ...]:
    """Both sides' text, split where they differ; raises `UnicodeDecodeError` for what is no text."""
    with tempfile.TemporaryDirectory(prefix="desk-merge-") as folder:
        names = {OURS: "ours", BASE: "base", THEIRS: "theirs"}
        for stage, name in names.items():
            content = _blob(checkout, versions[stage]) if stage in versions else b""
            content.decode()
            Path(folder, name).write_bytes(content)
        options = ("-p", "--diff3", f"--marker-size={MARKER}")
        done = call_git(Path(folder), "merge-file", *options, *names.values())
    return _parse_markers(done.stdout.decode())


def _parse_markers(text: str) -> tuple[Segment, ...]:
    """The segments of a text with conflict markers."""
    found: list[Segment] = []
    parts: dict[str, list[str]] = {"same": [], "ours": [], "before": [], "theirs": []}
    signs = {"<": "ours", "|": "before", "=": "theirs", ">": "same"}
    part = "same"
    for line in LINES.findall(text):
        if line[:MARKER] == line[:1] * MARKER and line[0] in signs:
            part = signs[line[0]]
            if part in {"ours", "same"}:
                joined = {name: "".join(lines) for name, lines in parts.items()}
                if part == "same" or joined["same"]:
                    found.append(Segment(**joined, is_conflict=part == "same"))
                parts = {name: [] for name in parts}
        else:
            parts[part].append(line)
    if parts["same"]:
        found.append(Segment("".join(parts["same"])))
    return tuple(found)


def _union(checkout: Checkout, versions: Mapping[int, str]) -> bytes:
    """The lines of both sides, each once."""
    contents = (_blob(checkout, versions[stage]) for stage in (OURS, THEIRS) if stage in versions)
    lines = (line for content in contents for line in content.split(b"\n") if line)
    return b"".join(line + b"\n" for line in dict.fromkeys(lines))


def _commit_merge(
    checkout: Checkout, tree: str, solved: Mapping[str, str], sides: tuple[str, str], editor: str
) -> None:
    """Commit a merged tree with the solved files in it, and move the branch and the folder there."""
    with tempfile.TemporaryDirectory(prefix="desk-merge-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        checkout.git("read-tree", tree, environment=index)
        for path, blob in solved.items():
            if blob:
                checkout.git(
                    "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", environment=index
                )
            else:
                checkout.git("update-index", "--force-remove", "--", path, environment=index)
        merged = checkout.git("write-tree", environment=index).strip()
    ours, theirs = sides
    names = committer(checkout.root, editor or "desk")
    if editor:
        name, _, mail = signature(checkout.root, editor).rpartition(" <")
        names |= {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail.rstrip(">")}
    elif names:
        names |= {name.replace("COMMITTER", "AUTHOR"): value for name, value in names.items()}
    message = f"Merge {checkout.upstream}\n".encode()
    commit = checkout.git(
        "commit-tree", merged, "-p", ours, "-p", theirs, content=message, environment=names
    ).strip()
    _advance(checkout, commit)


def _advance(checkout: Checkout, commit: str) -> None:
    """Move the branch and the folder to a later commit; refused where a file was saved meanwhile."""
    with editing_checkout():
        checkout.git("merge", "--ff-only", "--quiet", commit)


def _blob(checkout: Checkout, name: str) -> bytes:
    return call_git(checkout.root, "cat-file", "blob", name).stdout


def _store(checkout: Checkout, content: bytes) -> str:
    return run_git(checkout.root, "hash-object", "-w", "--stdin", content=content).strip()
