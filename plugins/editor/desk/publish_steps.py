"""What a publishing tells while it runs: its steps, each with its outcome in every language of the desk."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import Struct

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import ContentError
from plugins.editor.desk.api import ApiError, problem_records, sentence
from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Words = dict[str, str]
"""A sentence by language: the editor may change the desk's while a publishing is shown."""
PROGRESS_SECONDS = 0.2
"""Between two events that tell how many bytes are sent."""


class WorkRequest(Struct, frozen=True, kw_only=True):
    """What to do: `prepare`, `publish` or `roll-back`; where, and in whose name.

    `settings` are those of the build, `prepared` is the digest of the build that the editor has looked at.
    """

    action: str
    settings: dict[str, Any]
    target: str
    url: str
    editor: str
    git: bool = True
    prepared: str = ""
    reason: str = ""
    release: int = 0
    resume: bool = False
    force: bool = False


class WorkEvent(Struct, frozen=True, omit_defaults=True):
    """What a step says: `running`, `line`, `progress`, `done`, `warning` or `failed`.

    The sentence and the problems are there in every language of the desk. The last event of all has no step.
    """

    step: str
    state: str
    text: Words = {}
    code: str = ""
    data: object = None
    problems: dict[str, list[dict[str, object]]] = {}

    def in_language(self, language: str) -> dict[str, object]:
        """What the browser is sent."""
        return {
            "step": self.step,
            "state": self.state,
            "text": self.text.get(language, ""),
            "code": self.code,
            "data": self.problems.get(language, self.data),
        }


class StepFailedError(Exception):
    """A step failed, which has been told: nothing more is done."""


class Steps(Struct, frozen=True):
    """Tells the steps of a request through `emit`."""

    emit: Callable[[WorkEvent], None]
    skips_broken: bool = False
    """Whether broken items are left out: what still stops the build belongs to no item."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Tell that a step runs; whatever it raises is told in words, and ends the work."""
        self.tell(name, "running")
        try:
            yield
        except ContentError as error:
            records = {code: problem_records(error.problems, code) for code in desk_languages()}
            key, code = ("errors-whole", "content-whole") if self.skips_broken else ("errors", "content")
            self.fail(name, words(f"publish.{key}", count=len(error.problems)), code, records)
        except BuildError as error:
            self.fail(name, in_words(error), error.code)
        except ApiError as error:
            self.fail(name, words(error.key, **error.values), error.key)
        except OSError as error:
            self.fail(name, words("publish.disk", reason=error.strerror or str(error)), "disk")

    def tell(
        self, step: str, state: str, text: Words | None = None, code: str = "", data: object = None
    ) -> None:
        """Send an event."""
        self.emit(WorkEvent(step, state, text or {}, code, data))

    def done(self, step: str, key: str, **values: object) -> None:
        """Tell what a step did, by the key of its sentence."""
        self.tell(step, "done", words(f"publish.{key}", **values))

    def fail(
        self, step: str, text: Words, code: str, problems: dict[str, list[dict[str, object]]] | None = None
    ) -> NoReturn:
        """Tell that a step failed; raises `StepFailedError`."""
        self.emit(WorkEvent(step, "failed", text, code, problems=problems or {}))
        raise StepFailedError

    def progress(self) -> Callable[[int, int], None]:
        """Tells the bytes that are sent, now and then."""
        last = 0.0

        def update(sent: int, total: int) -> None:
            nonlocal last
            if sent == total or time.monotonic() - last > PROGRESS_SECONDS:
                last = time.monotonic()
                self.tell("send", "progress", data=[sent, total])

        return update


def words(key: str, /, **values: object) -> Words:
    """A sentence of the desk."""
    return {code: load_desk_texts(code).text(key, **values) for code in desk_languages()}


def in_words(error: BuildError) -> Words:
    """What is wrong and what to do."""
    return {code: sentence(error, code) for code in desk_languages()}
