"""What a publishing tells while it runs: its steps, each with its outcome in the editor's words."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import Struct

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import ContentError
from plugins.editor.desk.api import ApiError, problem_records, sentence
from plugins.editor.desk.desk_texts import load_desk_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRESS_SECONDS = 0.2
"""Between two events that tell how many bytes are sent."""


class WorkRequest(Struct, frozen=True, kw_only=True):
    """What to do: `prepare`, `publish` or `roll-back`; where, in whose name, in which language's words.

    `settings` are those of the build, `prepared` is the digest of the build that the editor has looked at.
    """

    action: str
    settings: dict[str, Any]
    target: str
    url: str
    editor: str
    language: str
    git: bool = True
    prepared: str = ""
    reason: str = ""
    release: int = 0
    resume: bool = False
    force: bool = False


class WorkEvent(Struct, frozen=True, omit_defaults=True):
    """What a step says: `running`, `line`, `progress`, `done`, `warning` or `failed`.

    The last event of all has no step.
    """

    step: str
    state: str
    text: str = ""
    code: str = ""
    data: object = None


class StepFailedError(Exception):
    """A step failed, which has been told: nothing more is done."""


class Steps(Struct, frozen=True):
    """Tells the steps of a request through `emit`."""

    language: str
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
            records = problem_records(error.problems, self.language)
            key, code = ("errors-whole", "content-whole") if self.skips_broken else ("errors", "content")
            self.fail(name, self.word(key, count=len(records)), code, records)
        except BuildError as error:
            self.fail(name, sentence(error, self.language), error.code)
        except ApiError as error:
            self.fail(name, self.sentence(error), error.key)
        except OSError as error:
            self.fail(name, self.word("disk", reason=error.strerror or str(error)), "disk")

    def tell(self, step: str, state: str, text: str = "", code: str = "", data: object = None) -> None:
        """Send an event."""
        self.emit(WorkEvent(step, state, text, code, data))

    def done(self, step: str, key: str, **values: object) -> None:
        """Tell what a step did, by the key of its sentence."""
        self.tell(step, "done", self.word(key, **values))

    def fail(self, step: str, text: str, code: str, data: object = None) -> NoReturn:
        """Tell that a step failed; raises `StepFailedError`."""
        self.tell(step, "failed", text, code, data)
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

    def word(self, key: str, **values: object) -> str:
        """A sentence of the screen."""
        return load_desk_texts(self.language).text(f"publish.{key}", **values)

    def sentence(self, error: ApiError) -> str:
        """The sentence of a refusal."""
        return load_desk_texts(self.language).text(error.key, **error.values)
