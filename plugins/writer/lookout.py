"""A lookout: another process looks at folders' files while this one does something else.

Most of an edit's time only one processor works, and looking at ten thousand files mostly waits for the disk.
"""

from __future__ import annotations

from plugins.editions.errand import Errand
from plugins.editions.look import Look

Lookout = Errand[dict[str, Look]]
"""How folders look, by their names."""


def look_out(*folders: str) -> Lookout:
    """Look at folders from now on."""
    return Errand(lambda: {folder: Look.at(folder) for folder in folders})
