"""Writes the Snowball stemmers of `theme/static/js/stemmers` from a wheel of Sphinx, which publishes them.

    python -m pip download --no-deps sphinx==9.2.0 && python tools/vendor_stemmers.py sphinx-9.2.0-*.whl

Each becomes a module of its own. They must be of the same release of Snowball as `snowballstemmer` in
requirements.lock: an index made with one is asked with the other (tests/browser/test_stemmers.py).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from zipfile import ZipFile

FOLDER = Path(__file__).parent.parent / "theme" / "static" / "js" / "stemmers"
SOURCE = "sphinx/search/minified-js"
SUPERSEDED = {"porter", "dutch_porter"}
"""Older algorithms for languages that have a newer one."""
HEAD = "// Snowball 3.0.1 (https://snowballstem.org), BSD-3-Clause, as published with Sphinx.\n"
CLASS = re.compile(r"(?:var )?(\w+)=function\(\)")


def as_module(base: str, script: str) -> str:
    """The script of a stemmer, and of its base class, as a module."""
    base, script = (text.strip().rstrip(";") for text in (base, script))
    name = CLASS.match(script)
    if name is None or not base.startswith("BaseStemmer="):
        raise ValueError("these are not the scripts of Snowball")
    return f"{HEAD}const {base};\n{script};\nexport default {name[1]};\n"


def main(wheel: str) -> None:
    """Write the module of every stemmer in a wheel."""
    with ZipFile(wheel) as archive:
        base = archive.read(f"{SOURCE}/base-stemmer.js").decode()
        for path in archive.namelist():
            name = Path(path).name.removesuffix("-stemmer.js")
            if (
                Path(path).parent == Path(SOURCE)
                and path.endswith("-stemmer.js")
                and name not in {"base", *SUPERSEDED}
            ):
                (FOLDER / f"{name}.js").write_text(
                    as_module(base, archive.read(path).decode()), encoding="utf-8"
                )


if __name__ == "__main__":
    main(sys.argv[1])
