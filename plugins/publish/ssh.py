"""Publish over SSH, with rsync and GNU coreutils on the host.

    current -> releases/<n>.<id>/   what readers see: a folder of its own for each change
    .publish/history.json           the target's history
    .publish/trees/<n>/             the files of each kept release; unchanged ones are hard links

What readers see shares no file with the kept releases, so an edit there does not reach them.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.build.errors import PublishError
from plugins.publish.ssh_connection import SshConnection
from plugins.publish.target import Altered
from plugins.release.filesystem import Folder
from plugins.release.manifest import MARKER, ManifestEntry, hash_content, parse_manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from plugins.publish.address import TargetAddress
    from plugins.publish.target import Files, ReadFile, ReleaseChange, StoredRelease

MANY = 200
"""Files from which on they are sent from where they are."""
LIST = r"find . -type f -printf '%P\t%i %s %T@ %C@\n' | LC_ALL=C sort"
PATHS = r"find . -type f -printf '%P\n' | LC_ALL=C sort"
COMPARE = rf"""
cd "$site/current/" 2>/dev/null || exit 0
checked="$site/.publish/checked"
if test -f "$checked" && test "$(cat "$site/.publish/checked-release")" = "$release"; then echo touched
else echo all; checked=/dev/null; fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; {LIST} > "$work/now"; cut -f1 "$work/now" > "$work/paths"
LC_ALL=C comm -23 "$work/now" "$checked" | cut -f1 | tr '\n' '\0' | xargs -0r sha256sum -z -- | tr '\0' '\n'
echo
cut -f1 "$checked" | LC_ALL=C comm -13 "$work/paths" -
"""
"""Prints the digests of files touched since they were checked, an empty line, and paths that are missing."""
SAME_LINKS = r"""
links() { (cd "$1"; find . -type f -printf '%i\t%P\n' | LC_ALL=C sort) > "$2"; }
same_links() {
    work=$(mktemp -d); links "$1" "$work/from"; links "$2" "$work/to"
    LC_ALL=C comm -13 "$work/from" "$work/to" | cut -f2- | tr '\n' '\0' | (cd "$2"; xargs -0r rm -f --)
    find "$2" -mindepth 1 -type d -empty -delete
    LC_ALL=C comm -23 "$work/from" "$work/to" | cut -f2- | tr '\n' '\0' |
        (cd "$1"; xargs -0r cp -al --parents -t "$2" --)
    rm -rf "$work"
}
"""
"""Gives a folder the hard links of another one, from what it has already: as fast as they differ little."""
PREPARE = rf"""
{SAME_LINKS}
cd "$site/.publish"; mkdir -p trees
test -d "$partial" || {{
    rm -rf trees/.partial-* trees/.new
    test ! -d trees/.spare || test ! -d "trees/$base" || mv trees/.spare trees/.new
    mkdir -p trees/.new
    test ! -d "trees/$base" || same_links "$PWD/trees/$base" "$PWD/trees/.new"
    mv trees/.new "$partial"
}}
cd "$partial"; tr '\n' '\0' | xargs -0r rm -f --
"""
"""A folder for the release, linked from another one; its name stays the same, so that uploads resume."""
FINISH = rf"""
cd "$site/.publish/$partial"; wrong=$(sha256sum --check --quiet 2>/dev/null || true)
find . -mindepth 1 -type d -empty -delete
test -z "$wrong" && test "$({PATHS} | sha256sum)" = "$paths  -" || {{ cd ..; rm -rf "$partial"; exit 0; }}
cd "$site/.publish"; rm -rf "trees/$tree"; mv "$partial" "trees/$tree"; echo complete
"""
"""Verifies what was uploaded, and that the folder has these paths and no others."""
FETCH = """
cd "$site/.publish/trees" 2>/dev/null || exit 0
for file in "$tree/$path" */"$path"; do
    if echo "$digest  $file" | sha256sum --check --status 2>/dev/null; then cat "$file"; break; fi
done
"""
FIND_DAMAGED = """
mkdir -p "$site/.publish/trees/$tree"; cd "$site/.publish/trees/$tree"
sha256sum --check --quiet 2>/dev/null || true
"""
SWITCH = rf"""
{SAME_LINKS}
cd "$site"; cat > .publish/change
test "$(cat .publish/publisher)" = "$token" || {{ echo "lock lost" >&2; exit 1; }}
mkdir -p releases; rm -rf releases/.new
live=$(readlink current || true); before=$(cat .publish/previous 2>/dev/null || true)
test -d "$before" && test "$before" != "$live" || before=""
if test -n "$before"; then mv "$before" releases/.new; else mkdir releases/.new; fi
test -z "$live" || same_links "$site/$live" "$site/releases/.new"
cd releases/.new
sed -n 's/^-//p' ../../.publish/change | tr '\n' '\0' | xargs -0r rm -f --
sed -n 's/^+[0-9a-f]*  //p' ../../.publish/change |
    rsync -rI --files-from=- --chmod=D755,F644 "../../.publish/trees/$tree/" ./
find . -mindepth 1 -type d -empty -delete
sed -n 's/^+//p' ../../.publish/change > ../../.publish/sums
test ! -s ../../.publish/sums || sha256sum --check --quiet ../../.publish/sums
cd ../..; rm -f .publish/checked
echo "$live" > .publish/previous
mv releases/.new "releases/$id"
ln -s "releases/$id" ".current.$id"; mv -Tf ".current.$id" current
cd current/; {LIST} > "$site/.publish/checking"
cd "$site/.publish"; echo "$release" > checked-release; mv checking checked; rm change sums
cd "$site"
for old in releases/*; do test "$old" = "releases/$id" || test "$old" = "$live" || rm -rf "$old"; done
"""
"""A new link is moved over the old one, so that `current` is never missing. The folder before the live one
stays, for readers who are just opening a file there, and becomes the next one."""
PRUNE = """
cd "$site/.publish/trees"
for tree in *; do
    case " $keep " in *" $tree "*) ;; *) rm -rf .spare; mv "$tree" .spare ;; esac
done
"""
"""Deletes the releases that are not kept; the next one is made of the links of the last of them."""
READ = 'test -f "$site/$path" || exit 0; echo; cat "$site/$path"'
WRITE = 'mkdir -p "$site/.publish"; cd "$site/.publish"; cat > ".$name"; mv -f ".$name" "$name"'


class SshTarget:
    """A folder on a host, whose link `current` leads to the site."""

    def __init__(self, address: TargetAddress) -> None:
        self.place = str(address)
        self._host = SshConnection(address)
        self._foreign: frozenset[str] = frozenset()
        self._verified = 0

    def takes(self, _path: str) -> bool:
        """Hidden files are for the server."""
        return True

    def lock(self, publisher: str, timeout: float) -> AbstractContextManager[datetime]:
        """A lock of the host's system, held by a connection."""
        return self._host.lock(publisher, timeout)

    def read(self, name: str) -> bytes | None:
        """A file of the store."""
        return self._read(f".publish/{name}")

    def write(self, name: str, content: bytes) -> None:
        """Replace a file of the store."""
        self._host.run(WRITE, content, name=name)

    def adopt(self, *, force: bool) -> Files:  # noqa: ARG002 - others' files are outside `current`
        """What the manifest of the live release lists."""
        content = self._read(f"current/{MARKER}")
        found = parse_manifest(content) if content is not None else None
        return {} if content is None or found is None else {**found, MARKER: hash_content(content)}

    def compare(self, live: Files) -> Altered:
        """Hash on the host what was touched since it was last compared."""
        release = live[MARKER].sha256 if MARKER in live else ""
        output = self._host.run(COMPARE, release=release).decode(errors="replace")
        if not output:
            return Altered(missing=frozenset(live))
        extent, _, rest = output.partition("\n")
        sums, _, paths = f"\n{rest}".partition("\n\n")
        digests = {
            path: digest for digest, _, path in (line.partition("  ") for line in sums.split("\n") if line)
        }
        changed = {path for path, digest in digests.items() if path in live and live[path].sha256 != digest}
        missing = live.keys() - digests.keys() if extent == "all" else live.keys() & {*paths.split("\n")}
        self._foreign = frozenset(digests.keys() - live.keys())
        return Altered(frozenset(changed), frozenset(missing), self._foreign)

    def store(self, release: StoredRelease, base: tuple[int, Files], read: ReadFile) -> None:
        """Link the release from the one before, upload what differs, verify that; else upload everything."""
        for start in (base, (0, {})):
            partial = f"trees/.partial-{start[0]}-{release.files[MARKER].sha256[:16]}"
            if self._upload_release(partial, release, start, read):
                self._verified = release.number
                return
        raise PublishError("publish-unverified", place=self.place, count=len(release.files), path=MARKER)

    def fetch(self, number: int, path: str, entry: ManifestEntry) -> bytes | None:
        """A file's bytes from its release, or from any other one that has the same."""
        content = self._host.run(FETCH, tree=_tree(number), path=path, digest=entry.sha256)
        return content if hash_content(content) == entry else None

    def switch(self, change: ReleaseChange, read: ReadFile) -> None:
        """Copy the live folder by hard links, replace in the copy what differs, then switch the link."""
        tree, sums = _tree(change.number), _sums(change.files, change.write)
        if change.number != self._verified:
            damaged = self._host.run(FIND_DAMAGED, sums, tree=tree).decode(errors="replace").splitlines()
            self._upload(f"trees/{tree}", [line.rpartition(": ")[0] for line in damaged], read)
        steps = [b"+" + line for line in sums.splitlines()]
        steps += [b"-" + path.encode() for path in {*change.remove, *self._foreign}]
        self._host.run(
            SWITCH,
            b"".join(step + b"\n" for step in steps),
            tree=tree,
            id=f"{tree}.{secrets.token_hex(4)}",
            release=change.files[MARKER].sha256,
            token=self._host.token,
        )

    def prune(self, numbers: Collection[int], _digests: Collection[str]) -> None:
        """Delete the releases that are not kept."""
        self._host.run(PRUNE, keep=" ".join(map(_tree, numbers)))

    def _read(self, path: str) -> bytes | None:
        return self._host.run(READ, path=path)[1:] or None

    def _upload_release(
        self, partial: str, release: StoredRelease, base: tuple[int, Files], read: ReadFile
    ) -> bool:
        """Whether the release's folder has exactly these files then, and those uploaded arrived undamaged."""
        files = release.files
        new = [path for path, entry in files.items() if base[1].get(path) != entry]
        gone = _lines(base[1].keys() - files.keys())
        self._host.run(PREPARE, gone, partial=partial, base=_tree(base[0]))
        self._upload(partial, self._upload_folder(partial, new, release.folder), read)
        paths = hashlib.sha256(_lines(files)).hexdigest()
        tree = _tree(release.number)
        return bool(self._host.run(FINISH, _sums(files, new), partial=partial, tree=tree, paths=paths))

    def _upload_folder(self, partial: str, paths: list[str], folder: Path | None) -> list[str]:
        """Upload many files from where they are; returns the paths left, as a few are faster together."""
        if folder is None or len(paths) < MANY:
            return paths
        there = [path for path in paths if (folder / path).is_file()]
        self._host.rsync(str(folder), f".publish/{partial}/", there)
        sent = {*there} - {MARKER}
        return [path for path in paths if path not in sent]

    def _upload(self, folder: str, paths: list[str], read: ReadFile) -> None:
        """Write the files into a folder of this machine, and send that."""
        if not paths:
            return
        with tempfile.TemporaryDirectory(prefix="publish-") as place:
            with closing(Folder(Path(place))) as outgoing:
                for path in paths:
                    outgoing.write(path, read(path))
            self._host.rsync(place, f".publish/{folder}/")


def _tree(number: int) -> str:
    """The name of a release's folder."""
    return f"{number:06d}"


def _lines(paths: Iterable[str]) -> bytes:
    """Paths as `sort` of the host orders them, one a line."""
    return b"".join(path + b"\n" for path in sorted(path.encode() for path in paths))


def _sums(files: Files, paths: Iterable[str]) -> bytes:
    """What `sha256sum --check` reads."""
    return "".join(f"{files[path].sha256}  {path}\n" for path in paths).encode()
