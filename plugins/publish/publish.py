"""Publish a built release: `file:/srv/www/site`, `ssh://user@host:22/srv/site` or `s3://bucket/folder`.

The sequence is the same for every target: compare what readers get with what was published, plan the release,
store it, verify it, switch, prune. After any failure the published site is complete, and the same command
resumes.
"""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec.structs import replace
from tqdm import tqdm

from plugins.build.errors import PublishError, ReleaseError
from plugins.publish import PublishOptions, PublishResult
from plugins.publish.address import parse_target
from plugins.publish.history import HISTORY, History, add_release, expire_releases, parse_history
from plugins.publish.http_client import site_address
from plugins.publish.http_headers import outlives_releases
from plugins.publish.live_check import check_live
from plugins.publish.plan import OWN_FILES, BuiltSite, Plan, plan_release
from plugins.publish.precompress import precompress
from plugins.publish.rollback import go_back
from plugins.publish.session import Session, open_target, opened
from plugins.publish.target import ReleaseChange, StoredRelease, upload_order
from plugins.release.manifest import MARKER, check_lost_pages, hash_content, is_release, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plugins.publish.target import Altered, ReadFile, Target


def publish(output: Path, target: str, options: PublishOptions | None = None) -> PublishResult:
    """Precompress the release in `output` and publish it; raises `ReleaseError`.

    Content whose release was taken back is held: nothing but healing is done then.
    """
    options = options or PublishOptions()
    place = open_target(target)
    if not is_release(output):
        raise PublishError("publish-not-built", folder=output)
    _check_apart(output, target)
    packed = precompressed_folder(output)
    precompress(output, packed, force=options.force)
    site = read_site(output, packed, place)
    with opened(place, options, reading=options.dry_run) as session:
        hold = session.history.hold_on(site.content, options.unrecorded)
        if hold is not None and not options.resume:
            return replace(heal(session, site), held_release=hold.number)
        if session.history.live and not session.history.pending and site.is_live(session):
            return heal(session, site)
        return publish_release(session, site)


def read_site(output: Path, packed: Path, target: Target) -> BuiltSite:
    """What is to be published of a precompressed output."""
    files = {path: entry for path, entry in read_manifest(packed).items() if target.takes(path)}

    def read(path: str) -> bytes:
        content = (packed / path).read_bytes()
        if hash_content(content) != files[path]:
            raise ReleaseError("release-altered", path=packed / path)
        return content

    return BuiltSite(files, sha256((output / MARKER).read_bytes()).hexdigest(), read, packed)


def publish_release(session: Session, site: BuiltSite) -> PublishResult:
    """Publish a site as the target's next release."""
    history, options = session.history, session.options
    lost = any(path.endswith(".html") for path in session.live.keys() - site.files.keys())
    if lost and not options.force:
        check_lost_pages(session.live, site.files)
    plan = plan_release(session, site)
    result = _result(session, plan)
    if options.dry_run:
        return result
    session.save(replace(history, pending=site.content))
    read = _reporting(plan, result.sent_bytes, options)
    stored = StoredRelease(plan.record.number, plan.files, site.folder, bool(history.pending))
    session.target.store(stored, plan.base, read)
    assets = {
        path: entry
        for path, entry in plan.files.items()
        if path not in session.live and outlives_releases(path)
    }
    if assets:
        session.save(replace(session.history, pending_assets={**history.pending_assets, **assets}))
    session.target.switch(ReleaseChange(plan.record.number, plan.files, plan.write, plan.remove), plan.read)
    kept, obsolete = expire_releases(add_release(session.history, plan.record, plan.retained), options.keep)
    session.save(kept)
    if len(kept.releases) <= len(history.releases):
        session.target.prune([record.number for record in kept.releases], obsolete)
    return replace(result, warnings=_look(session, plan, history.live)) if options.public_url else result


def _look(session: Session, plan: Plan, before: int) -> tuple[str, ...]:
    """Look at the public address; what is wrong with the server, not with the release.

    Takes a wrong release back to the one live before, and raises `PublishError`.
    """
    address, number = session.options.public_url, plan.record.number
    report = check_live(site_address(address), number, plan.files, plan.read)
    if report.other_release:
        raise PublishError("live-other", url=address, number=number, other=report.other_release)
    if not report.faults:
        return report.warnings
    faults = ", ".join(report.faults)
    if session.history.find(before) is None:
        raise PublishError("live-wrong", url=address, number=number, faults=faults)
    done = go_back(Session(session.target, session.options, session.now), before)
    raise PublishError("live-taken-back", url=address, number=number, faults=faults, live=done.release)


def heal(session: Session, site: BuiltSite | None = None) -> PublishResult:
    """Restore the files of the live release that readers do not get as they were published."""
    record, altered = session.history.live_release, session.altered
    wrong = upload_order(altered.wrong | altered.outdated)
    sent = tuple(path for path in wrong if path not in OWN_FILES)
    result = PublishResult(
        session.target.place,
        session.history.live,
        sent,
        sum(session.live[path].size for path in sent),
        len(session.live) - len(wrong),
        verified=len(session.live),
        healed=tuple(path for path in wrong if path in altered.wrong),
    )
    if wrong and record is not None and not session.options.dry_run:
        stored = session.stored(record.number, session.live)

        def read(path: str) -> bytes:
            known = site is not None and site.files.get(path) == session.live[path]
            return site.read(path) if site is not None and known else stored(path)

        session.target.switch(ReleaseChange(record.number, session.live, wrong), read)
    return result


def _check_apart(output: Path, target: str) -> None:
    """Raise `PublishError` for a folder in the output, whose files the next build would take for its own."""
    address = parse_target(target)
    if address.scheme == "file" and Path(address.path).resolve().is_relative_to(output.resolve()):
        raise PublishError("publish-into-output", folder=address.path, output=output)


def verify(target: str, options: PublishOptions | None = None) -> Altered:
    """Compare what readers get with the live release, and change nothing; raises `ReleaseError`."""
    with opened(open_target(target), options or PublishOptions(), reading=True) as session:
        if not session.live:
            raise PublishError("verify-nothing", place=session.target.place)
        return session.altered


def list_releases(target: str) -> History:
    """The history of a target, with every release it can go back to; raises `ReleaseError`."""
    return parse_history(open_target(target).read(HISTORY))


def _result(session: Session, plan: Plan) -> PublishResult:
    """What publishing a plan does, as it is told."""
    interrupted = bool(session.history.pending)
    sent = tuple(path for path in plan.write if path not in OWN_FILES)
    return PublishResult(
        session.target.place,
        plan.record.number,
        sent,
        sum(plan.files[path].size for path in sent),
        len(plan.files) - len(plan.write),
        plan.remove,
        len(plan.files),
        () if interrupted else tuple(sorted(session.altered.wrong)),
    )


def _reporting(plan: Plan, total: int, options: PublishOptions) -> ReadFile:
    """Reads files of the plan, and reports the bytes of those that readers will get instead of others."""
    written, done = {*plan.write} - OWN_FILES, 0
    lock = Lock()

    def read(path: str) -> bytes:
        nonlocal done
        content = plan.read(path)
        if path in written:
            with lock:
                done += len(content)
                options.progress(done, total)
        return content

    return read


def precompressed_folder(output: Path) -> Path:
    """The folder of the precompressed release of an output, which later runs reuse."""
    output = output.resolve()
    return output.with_name(f".{output.name}.packed")


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; yields a function for the bytes sent and the bytes to send."""
    with tqdm(total=0, unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def update(sent: int, total: int) -> None:
            bar.total = total
            bar.update(sent - bar.n)

        yield update
