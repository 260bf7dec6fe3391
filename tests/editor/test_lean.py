"""Pelican is loaded without what is never asked of it here; everybody else gets the real modules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.editor.lean import LEFT_OUT, left_out

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]


def said(code: str) -> str:
    """What a new Python prints."""
    run = [sys.executable, "-c", code]
    return subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def test_pelican_comes_without_docutils() -> None:
    code = """
import sys
import plugins.editor.plugin
print(sorted({"pelican", "docutils", "feedgenerator"} & {*sys.modules}))
"""
    assert said(code) == "['pelican']"


def test_its_reader_of_what_is_left_out_is_off_and_its_markdown_reader_is_on() -> None:
    code = """
import plugins.editor.plugin
from pelican.readers import MarkdownReader, RstReader
print(RstReader.enabled, MarkdownReader.enabled)
"""
    assert said(code) == "False True"


def test_whoever_asks_later_gets_the_real_ones() -> None:
    code = """
import plugins.editor.plugin
import dateutil.parser, docutils.core, feedgenerator, watchfiles
print(docutils.core.publish_parts("*x*", writer_name="html")["body"].strip())
print(dateutil.parser.parse("2022-12-30").year, feedgenerator.Atom1Feed.__name__, watchfiles.watch.__name__)
"""
    assert said(code) == "<p><em>x</em></p>\n2022 Atom1Feed watch"


def test_a_pelican_that_needs_them_all_the_same_gets_them() -> None:
    code = """
import sys
from contextlib import contextmanager
import plugins.editor.lean as lean
for name in [name for name in sys.modules if name.partition(".")[0] == "pelican"]:
    del sys.modules[name]
@contextmanager
def refuses(names):
    yield
    raise TypeError("cannot do without")
lean.left_out = refuses
lean.load()
from pelican.readers import RstReader
print(RstReader.enabled)
"""
    assert said(code) == "True"


def test_where_one_is_loaded_already_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pelican", sys)
    before = dict(sys.modules)
    with left_out(LEFT_OUT):
        assert sys.modules == before
