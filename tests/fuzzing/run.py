"""Fuzzes one target with atheris, guided by the code its inputs reach.

    python -m tests.fuzzing.run reader 60 FOLDER

The folder holds the inputs worth keeping; what breaks a promise is written beside it and ends the run.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["plugins", "markdown", "yaml"]):
    from tests.fuzzing.targets import TARGETS


def run(target: str, seconds: str, corpus: str) -> None:
    """Fuzz for so many seconds; inputs longer than 4 KB find nothing new."""
    options = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={corpus}/../{target}-", corpus], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    run(*sys.argv[1:])
