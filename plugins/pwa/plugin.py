"""Pelican entry point of the app; runs last, as the service worker's version depends on what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.generators import Generator

from plugins.build.toolchain import toolchain_digest
from plugins.pwa.app import icon_files, read_colors, render_manifest, render_worker

if TYPE_CHECKING:
    from pelican import Pelican

    from plugins.content.options import BuildOptions
    from plugins.model.edition import Edition
    from plugins.pages.render import Assets
    from plugins.release.plugin import SiteWriter


class AppGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes icons, manifests and the service worker."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write everything; pages must have been written before."""
        options: BuildOptions = self.context["options"]
        assets: Assets = self.context["assets"]
        editions: tuple[Edition, ...] = self.context["editions"]
        addresses, static, release = options.urls, Path(self.settings["THEME"]) / "static", writer.release
        colors = read_colors((static / "css" / "palette.css").read_text(encoding="utf-8"))
        ground = toolchain_digest().hex()
        for path, drawn in icon_files(colors):
            writer.press.page(path, ground, colors, drawn)
        # The worker needs the digests of what it caches.
        writer.press.run()
        for edition in editions:
            path = f"{edition.language.code}/site.webmanifest"
            release.write(path, render_manifest(edition, addresses, colors))

        def fingerprint(url: str) -> str:
            return release.entry(addresses.output_path(url)).sha256

        script = (static / "js" / "worker.js").read_text(encoding="utf-8")
        shared = [addresses.url(path) for path in assets.files]
        release.write("worker.js", render_worker(script, editions, addresses, shared, fingerprint))


def generator(_pelican: Pelican) -> type[AppGenerator]:
    """The generator class, for Pelican."""
    return AppGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
