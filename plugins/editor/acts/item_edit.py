"""Edits of an item's files, key by key; all other bytes stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import ContentError, problem
from plugins.editor.acts.act import Act
from plugins.editor.front_matter_edit import edit_front_matter, read_values
from plugins.editor.translations import resolve_names
from plugins.model.document import GONE, Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.editor.yaml_nodes import Value
    from plugins.model.bundle import Bundle

COMMAND = "./inv"
STATUS_KEYS = ("status", "reason", "since", "merged_into")
KEPT_KEYS = ("status", "since", "reason")
"""What is remembered of a status that another one takes the place of."""
REMEMBERED = frozenset({Status.CHECKING, Status.OBSOLETE})
"""Statuses of items that can still be withdrawn, held or called out of date."""
EARLIER = "earlier_statuses"


class ActContext(Struct, frozen=True):
    """The content as it was loaded, and the options that it was loaded with."""

    loaded: LoadResult
    options: BuildOptions

    def find(self, typed: str) -> Bundle:
        """The item that a path or a name means; raises `ContentError` with the nearest names."""
        bundles = self.loaded.content.bundles
        (name,) = resolve_names([typed], bundles, self.options)
        return bundles[name]

    def require_public(self, bundle: Bundle) -> None:
        """Raises `ContentError` if readers do not see the item's text now: it can then simply be edited."""
        status = bundle.primary.matter.status
        if status is Status.DRAFT or (bundle.published and bundle.published > self.options.now):
            raise refusal("act-not-public", name=bundle.name)
        if status in GONE:
            raise refusal("act-gone", name=bundle.name, status=status)


class ItemEdit:
    """The files of an item in all its languages, as they will be."""

    def __init__(self, bundle: Bundle, context: ActContext) -> None:
        self.bundle = bundle
        self.options = options = context.options
        self.paths = {code: f"{bundle.name}/{code}.md" for code in bundle.documents}
        self.before = {code: (options.content / path).read_bytes() for code, path in self.paths.items()}
        self.after = dict(self.before)
        self.others: dict[str, tuple[bytes | None, bytes | None]] = {}

    @property
    def primary(self) -> str:
        """The language whose file has what all share."""
        return next(iter(self.paths))

    @property
    def now(self) -> dt.datetime:
        """The moment of the act, in the site's zone."""
        return self.options.now.astimezone(self.options.zone)

    def set(self, code: str, **changes: Value | None) -> None:
        """Set keys of a language's file; None deletes one."""
        path = f"{self.options.display_name}/{self.paths[code]}"
        self.after[code] = edit_front_matter(self.after[code], changes, path)

    def values(self, code: str) -> dict[str, Value]:
        """What the keys of a language's file say."""
        return read_values(self.after[code], f"{self.options.display_name}/{self.paths[code]}")

    def append(self, key: str, notes: Mapping[str, Mapping[str, str]]) -> None:
        """Add a note of this moment to a list of each language's file."""
        moment = {"date": f"{self.now:%Y-%m-%d}", "time": f"{self.now:%H:%M}"}
        for code, note in notes.items():
            self.check_language(code)
            known = self.values(code).get(key, ())
            told: dict[str, Value] = {**moment, **{name: text for name, text in note.items() if text}}
            notes_now: Value = (*(known if isinstance(known, tuple) else ()), told)
            self.set(code, **{key: notes_now})

    def set_status(self, status: Status, reasons: Mapping[str, str], **more: str) -> None:
        """Give the item a status since this moment, with the reason in each language.

        The status that it takes the place of is remembered for `revert_status`.
        """
        self._remember_status(status)
        self._clear_status()
        self.set(self.primary, status=status.value, since=f"{self.now:%Y-%m-%d %H:%M}", **more)
        for code, reason in reasons.items():
            self.check_language(code)
            self.set(code, reason=reason or None)

    def revert_status(self) -> None:
        """Give the item the status that it had before this one, in all languages; else it is published."""
        self._clear_status()
        earlier = {code: _listed(self.values(code).get(EARLIER)) for code in self.paths}
        if not earlier[self.primary]:
            return
        last = earlier[self.primary][-1]
        status, since = last.get("status"), last.get("since")
        for code, known in earlier.items():
            # A translation that was added meanwhile knows less.
            if known and (known[-1].get("status"), known[-1].get("since")) == (status, since):
                self.set(code, **{EARLIER: known[:-1] or None}, reason=known[-1].get("reason"))
        self.set(self.primary, status=status, since=since)

    def _remember_status(self, new: Status) -> None:
        """Put the present status at the end of the earlier ones, unless `new` is the same."""
        shared = self.values(self.primary)
        if shared.get("status") == new or shared.get("status") not in REMEMBERED:
            return
        for code in self.paths:
            told = {**self.values(code), **{key: shared.get(key) for key in ("status", "since")}}
            entry = {key: value for key in KEPT_KEYS if (value := told.get(key))}
            known: Value = (*_listed(self.values(code).get(EARLIER)), entry)
            self.set(code, **{EARLIER: known})

    def _clear_status(self) -> None:
        """Take away the status and what belongs to it, in all languages; a draft translation stays one."""
        for code in self.paths:
            is_draft = self.values(code).get("status") == Status.DRAFT
            kept = {"status"} if is_draft and code != self.primary else set()
            self.set(code, **{key: None for key in STATUS_KEYS if key not in kept})

    def check_language(self, code: str) -> None:
        """Raises `ContentError` for a language that the item does not exist in."""
        if code not in self.paths:
            raise refusal("act-no-language", language=code, languages=", ".join(self.paths))

    def act(self) -> Act:
        """The act that writes what was edited."""
        changed = [code for code in self.paths if self.after[code] != self.before[code]]
        files: dict[str, bytes | None] = {self.paths[code]: self.after[code] for code in changed}
        before: dict[str, bytes | None] = {self.paths[code]: self.before[code] for code in self.paths}
        for path, (old, new) in self.others.items():
            before[path], files[path] = old, new
        return Act(bundle=self.bundle.name, files=files, before=before)


def _listed(value: Value | None) -> tuple[dict[str, Value], ...]:
    """The mappings of a list in a front matter."""
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, tuple) else ()


def refusal(code: str, **values: object) -> ContentError:
    """What cannot be done, in a sentence."""
    return ContentError([problem(COMMAND, 0, code, **values)])
