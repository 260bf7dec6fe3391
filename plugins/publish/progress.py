"""How far publishing has come, shown on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar of bytes, told the bytes sent and the bytes to send; nothing where no person is looking."""
    with tqdm(total=0, unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def tell(sent: int, total: int) -> None:
            bar.total = total
            bar.update(sent - bar.n)

        yield tell
