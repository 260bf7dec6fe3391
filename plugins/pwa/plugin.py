"""The app's door: a generator that runs last, for the worker's version follows what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.generators import Generator

from plugins.build.toolchain import toolchain_digest
from plugins.pwa.icon import icons, read_colours
from plugins.pwa.manifest import manifest
from plugins.pwa.worker import worker

if TYPE_CHECKING:
    from pelican import Pelican

    from plugins.content.options import BuildOptions
    from plugins.model.edition import Edition
    from plugins.pages.render import Assets
    from plugins.release.plugin import SiteWriter


class AppGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Publishes icons, manifests and the worker."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Put everything; pages must have been put before."""
        options: BuildOptions = self.context["options"]
        assets: Assets = self.context["assets"]
        editions: tuple[Edition, ...] = self.context["editions"]
        addresses, static, release = options.urls, Path(self.settings["THEME"]) / "static", writer.release
        colours = read_colours((static / "css" / "palette.css").read_text(encoding="utf-8"))
        ground = toolchain_digest().hex()
        for path, drawn in icons(colours):
            writer.press.page(path, ground, colours, drawn)
        # What the worker keeps it knows by its digest.
        writer.press.run()
        for edition in editions:
            path = f"{edition.language.code}/site.webmanifest"
            release.write(path, manifest(edition, addresses, colours))

        def fingerprint(url: str) -> str:
            return release.entry(addresses.output_path(url)).sha256

        script = (static / "js" / "worker.js").read_text(encoding="utf-8")
        shared = [addresses.url(path) for path in assets.files]
        release.write("worker.js", worker(script, editions, addresses, shared, fingerprint))


def generator(_pelican: Pelican) -> type[AppGenerator]:
    """Tell Pelican what makes the app."""
    return AppGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
