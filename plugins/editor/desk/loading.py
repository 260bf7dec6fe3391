"""The content folder as it is now, read when it has changed; one reading at a time."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.errors import BuildError
from plugins.build.files import FileSnapshot
from plugins.content.load import load_site
from plugins.content.options import options_for
from plugins.diagnostics.problem import Severity
from plugins.editor.desk.file_overlay import FileOverlay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.model.document import Document

FIRST_BUILD_SECONDS = 120
"""How long a reading waits for the first build, which reads the same files with all processors."""


class Loaded(Struct, frozen=True):
    """What was read, with which options, and the digest of the files' states."""

    result: LoadResult
    options: BuildOptions
    digest: str


class ContentLoader:
    """Reads the content for whoever asks; `options` are made anew for every reading."""

    def __init__(self, options: Callable[[], BuildOptions]) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._last: Loaded | None = None
        self._overlay = FileOverlay()
        self.first_build = threading.Event()
        self.first_build.set()

    def prefetch(self) -> None:
        """Read what has changed, so that the next one who asks need not wait."""
        with suppress(BuildError, OSError):
            self.load()

    def load(self) -> Loaded:
        """The content as it is now; raises `SettingsError`. Files that cannot be read are problems in it."""
        self.first_build.wait(FIRST_BUILD_SECONDS)
        with self._lock:
            options = self._options()
            digest = FileSnapshot.at(str(options.content)).digest()
            last = self._last
            if last and digest and last.digest == digest:
                self._last = Loaded(last.result, options, digest)
            else:
                self._last = Loaded(load_site(options), options, digest)
            return self._last

    def known(self) -> Loaded:
        """The content as it was read last, for what seldom changes; it is read if it never was."""
        return self._last or self.load()

    def load_with(self, documents: Mapping[str, tuple[Document, ...]], **changes: object) -> Loaded:
        """The content with other documents in some bundles, with changed options; raises `SettingsError`."""
        self.first_build.wait(FIRST_BUILD_SECONDS)
        with self._lock:
            options = replace(self._options(), **changes)
            return Loaded(load_site(options, documents), options, "")

    def load_with_files(self, files: Mapping[str, bytes | None]) -> Loaded:
        """The content with other files by path, or without them; cards are checked, not drawn.

        Where `site.yaml` has errors, nothing else is read anew: they would be told of everywhere. Raises
        `SettingsError` and `OSError`.
        """
        known = self.known()
        with self._lock:
            options = replace(self._options(), progress=None, draws_cards=False)
            options = options_for(self._overlay.lay(files, options).content, options)
            if any(each.severity is Severity.ERROR for each in options.problems):
                return Loaded(replace(known.result, problems=options.problems), options, "")
            return Loaded(load_site(options), options, "")
