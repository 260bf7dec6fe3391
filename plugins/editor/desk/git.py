"""The checkout that holds the content: its state, and commits of the content in the editors' names."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.desk.api import ApiError
from plugins.editor.desk.git_program import call_git, committer, git_error, git_program, run_git, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

EDITORS_FILE = "desk-editors.json"
"""In git's own folder: who has saved which file since the last commit."""
MAX_COMMITS = 20
HANDBOOK = "README.md"
FIELD, RECORD = "\x1f", "\x1e"
STATES = {"A": "new", "?": "new", "M": "changed", "T": "changed", "D": "deleted"}
_lock = threading.RLock()


class ChangedFile(Struct, frozen=True):
    """A file of the content that differs from the last commit; `path` is below the content folder."""

    path: str
    state: str
    editors: tuple[str, ...] = ()


class Commit(Struct, frozen=True):
    """A commit: its name, who wrote it, when (ISO 8601), and its first line."""

    name: str
    author: str
    moment: str
    subject: str


class CheckoutState(Struct, frozen=True):
    """What the desk shows of git; `problem` is the key of the sentence that says why there is nothing else.

    `ahead` and `behind` count commits as of the last look at the upstream branch.
    """

    problem: str = ""
    reason: str = ""
    branch: str = ""
    upstream: str = ""
    ahead: int = 0
    behind: int = 0
    changed: tuple[ChangedFile, ...] = ()
    commits: tuple[Commit, ...] = ()


class Checkout(Struct, frozen=True):
    """A repository's working tree, the content folder in it, and git's own folder."""

    root: Path
    content: Path
    git_folder: Path

    @property
    def scope(self) -> str:
        """The content folder below the root, as git names it."""
        return self.content.relative_to(self.root).as_posix()

    @property
    def folder(self) -> str:
        """What git's paths of the content begin with; empty if it is the root."""
        return "" if self.scope == "." else f"{self.scope}/"

    def git(self, *arguments: str, content: bytes = b"", environment: Mapping[str, str] | None = None) -> str:
        """What a git command printed; raises `ApiError`."""
        return run_git(self.root, *arguments, content=content, environment=environment)

    def below(self, path: str) -> str:
        """A path of git's as one below the content folder."""
        return path.removeprefix(self.folder)

    @property
    def changed(self) -> tuple[ChangedFile, ...]:
        """What differs from the last commit."""
        options = ("--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
        listed = self.git("status", *options, "--", self.scope).split("\0")
        editors = self.editors
        found = {self.below(each[3:]): STATES.get(each[:2].strip()[:1], "changed") for each in listed if each}
        return tuple(
            ChangedFile(path, state, editors.get(path, ()))
            for path, state in found.items()
            if not path.endswith("~") and not any(part.startswith(".") for part in path.split("/"))
        )

    @property
    def edit_message(self) -> str:
        """What a commit of all that changed is called: the item, or how many there are."""
        folders = sorted({file.path.rpartition("/")[0] or file.path for file in self.changed})
        return f"Edit {folders[0]}" if len(folders) == 1 else f"Edit {len(folders)} items"

    @property
    def branch(self) -> str:
        """The branch that is checked out; empty if it is none."""
        done = call_git(self.root, "symbolic-ref", "--quiet", "--short", "HEAD")
        return done.stdout.decode(errors="replace").strip()

    @property
    def upstream(self) -> str:
        """The branch of another machine that this one follows; empty if there is none."""
        done = call_git(self.root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
        return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""

    @property
    def counts(self) -> tuple[int, int]:
        """How many commits this branch is ahead of its upstream, and behind it."""
        done = call_git(self.root, "rev-list", "--left-right", "--count", "HEAD...@{upstream}")
        ahead, _, behind = done.stdout.decode().partition("\t")
        return (int(ahead), int(behind)) if done.returncode == 0 else (0, 0)

    @property
    def head(self) -> str:
        """The commit that is checked out; empty before the first one."""
        done = call_git(self.root, "rev-parse", "--verify", "--quiet", "HEAD")
        return done.stdout.decode().strip()

    @property
    def commits(self) -> tuple[Commit, ...]:
        """The last commits of the content; the handbook in it is the program's."""
        if not self.head:
            return ()
        form = FIELD.join(("%h", "%an", "%cI", "%s")) + RECORD
        options = (f"--max-count={MAX_COMMITS}", f"--format={form}")
        listed = self.git("log", *options, "--", self.scope, f":(exclude){self.folder}{HANDBOOK}")
        records = (record.strip("\n").split(FIELD) for record in listed.split(RECORD))
        return tuple(Commit(*fields) for fields in records if len(fields) == len(Commit.__struct_fields__))

    @property
    def editors(self) -> Mapping[str, tuple[str, ...]]:
        """Who has saved each file since the last commit, the last one at the end."""
        with suppress(OSError, ValueError):
            stored = json.loads(self._editors_file.read_text(encoding="utf-8"))
            return {path: tuple(names) for path, names in stored.items()}
        return {}

    def note_editor(self, path: str, editor: str) -> None:
        """Remember who saved a file, for the commit that will hold it."""
        with _lock:
            editors = dict(self.editors)
            others = tuple(name for name in editors.get(path, ()) if name != editor)
            self._write_editors({**editors, path: (*others, editor)})

    def commit(self, editor: str, message: str) -> int:
        """Commit all that changed in the content, each file in the name of who saved it last.

        `editor` stands for whoever is not known. Returns the number of files; raises `ApiError`.
        """
        with _lock:
            if self.unfinished:
                raise ApiError(409, "git.unfinished")
            changed = self.changed
            groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
            for file in changed:
                groups[file.editors or (editor,)].append(file.path)
            for names, paths in groups.items():
                self._commit_paths(paths, names, message)
            self._write_editors({})
            return len(changed)

    @property
    def unfinished(self) -> bool:
        """Whether somebody began a merge or a rebase by hand, which the desk leaves alone."""
        names = ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD")
        return any((self.git_folder / name).exists() for name in names)

    def _commit_paths(self, paths: Iterable[str], editors: Sequence[str], message: str) -> None:
        listed = "\0".join(f":(literal){self.folder}{path}" for path in paths).encode()
        given = ("--pathspec-from-file=-", "--pathspec-file-nul")
        self.git("add", "--all", *given, content=listed)
        *others, author = (signature(self.root, name) for name in editors)
        trailers = "".join(f"Co-authored-by: {name}\n" for name in others)
        text = f"{message}\n\n{trailers}" if trailers else f"{message}\n"
        options = ("--no-verify", "--quiet", f"--author={author}", f"--message={text}")
        self.git("commit", *options, *given, content=listed, environment=committer(self.root, editors[-1]))

    @property
    def _editors_file(self) -> Path:
        return self.git_folder / EDITORS_FILE

    def _write_editors(self, editors: Mapping[str, Sequence[str]]) -> None:
        with suppress(OSError):
            self._editors_file.write_text(json.dumps(editors, ensure_ascii=False), encoding="utf-8")


@contextmanager
def editing_checkout() -> Iterator[None]:
    """One change of a checkout at a time in this process; git itself keeps other processes out."""
    with _lock:
        yield


def find_checkout(content: Path) -> Checkout | CheckoutState:
    """The checkout that the content is in; or why there is none, which is said once."""
    if git_program() is None:
        return CheckoutState("git.missing")
    done = call_git(content, "rev-parse", "--show-toplevel", "--absolute-git-dir")
    said = done.stderr.decode(errors="replace")
    if done.returncode:
        is_none = "not a git repository" in said
        error = git_error(said)
        return CheckoutState("git.none") if is_none else CheckoutState(error.key, str(error.values["reason"]))
    root, git_folder = map(Path, done.stdout.decode("utf-8", "surrogateescape").splitlines())
    root = root.resolve()
    if call_git(root, "check-ignore", "--quiet", str(content.resolve())).returncode == 0:
        return CheckoutState("git.none")
    return Checkout(root, content.resolve(), git_folder)


def checkout_state(content: Path) -> CheckoutState:
    """What the desk shows of git."""
    found = find_checkout(content)
    if isinstance(found, CheckoutState):
        return found
    ahead, behind = found.counts
    return CheckoutState(
        problem="git.unfinished" if found.unfinished else "",
        branch=found.branch,
        upstream=found.upstream,
        ahead=ahead,
        behind=behind,
        changed=found.changed,
        commits=found.commits,
    )
