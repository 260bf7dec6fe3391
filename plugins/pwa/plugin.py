"""The app's door: a generator that runs last, for the worker's version follows what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.generators import Generator

from plugins.editions.makers import makers
from plugins.pwa.icon import icons, read_colours
from plugins.pwa.manifest import manifest
from plugins.pwa.view import offline_view
from plugins.pwa.worker import worker

if TYPE_CHECKING:
    from pelican import Pelican

    from plugins.content.brief import Brief
    from plugins.model.edition import Edition
    from plugins.pages.render import Assets
    from plugins.release.plugin import SiteWriter


class AppGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Publishes icons, manifests and the worker."""

    def generate_context(self) -> None:
        """Give the site its page for readers without a network."""
        self.context.setdefault("more_views", []).append(offline_view)

    def generate_output(self, writer: SiteWriter) -> None:
        """Put everything; pages must have been put before."""
        brief: Brief = self.context["brief"]
        assets: Assets = self.context["assets"]
        editions: tuple[Edition, ...] = self.context["editions"]
        addresses, static, release = brief.addresses, Path(self.settings["THEME"]) / "static", writer.release
        colours = read_colours((static / "css" / "palette.css").read_text(encoding="utf-8"))
        ground = makers().hex()
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
