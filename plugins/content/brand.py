"""The brand: accent colors as any CSS color, checked for contrast, and the palettes and CSS they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import contrast, mix, parse_rgb, read_palettes
from plugins.content.logo import LOGO_CSS, read_logo
from plugins.diagnostics.field_reader import FieldReader
from plugins.diagnostics.schema import Field, Schema
from plugins.model.config import Brand, Motif

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.cards.design import Rgb

    Palette = Mapping[str, str]

MIN_CONTRAST, HIGH_CONTRAST = 4.5, 7.0
"""Of text, and of text for readers who ask for more contrast (WCAG 2.2, 1.4.3 and 1.4.6)."""
STEPS = 50
"""Shades tried between a color and black or white."""
MAX_TINT = 0.14
"""How much of the accent there is in the color of a tinted panel, at most."""
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


class Theme(NamedTuple):
    """A theme: the name of its palette, its key in `brand`, the media query of its CSS."""

    name: str
    key: str
    query: str


THEMES = (Theme("light", "accent", ""), Theme("dark", "accent_dark", "(prefers-color-scheme: dark)"))


def _read_color(fields: FieldReader, key: str) -> str | None:
    from PIL import ImageColor

    typed = fields.one_line(key)
    try:
        return _hex(ImageColor.getrgb(typed)[:3])
    except ValueError:
        fields.report(key, "site-color", typed=typed)
        return None


BRAND_SCHEMA = Schema(
    (
        Field("accent", _read_color),
        Field("accent_dark", _read_color),
        Field("motif", lambda fields, key: fields.choice(key, Motif)),
        Field("logo", FieldReader.one_line),
    ),
    aliases={
        **dict.fromkeys(("color", "colour", "accent_light", "main"), "accent"),
        **dict.fromkeys(("dark", "color_dark", "colour_dark"), "accent_dark"),
    },
)


def read_brand(fields: FieldReader, key: str, theme: Path, public: Path) -> Brand:
    """The brand; a color too close to the ground of a palette of the theme is reported.

    `public` is the folder of public files, which has the logo.
    """
    palettes = _theme_palettes(theme)
    inner = fields.mapping(key)
    values = inner.read(BRAND_SCHEMA)
    for each in THEMES:
        color, palette = values.get(each.key), palettes[each.name]
        if color and (ratio := _lowest_contrast(parse_rgb(color), palette)) < MIN_CONTRAST:
            nearest = _readable(color, palette, MIN_CONTRAST)
            found = {"color": color, "ratio": f"{ratio:.2f}", "nearest": nearest}
            inner.report(each.key, f"site-contrast-{each.name}", least=MIN_CONTRAST, **found)
    if "logo" in values:
        values["logo"] = read_logo(inner, values["logo"], public) if values["logo"] else None
    return Brand(**values)


def brand_palettes(theme: Path, brand: Brand) -> dict[str, dict[str, str]]:
    """The theme's palettes, in the brand's colors."""
    palettes = _theme_palettes(theme)
    return {
        each.name: {**palettes[each.name], **_tokens(each, brand, palettes[each.name])} for each in THEMES
    }


def _theme_palettes(theme: Path) -> dict[str, dict[str, str]]:
    return read_palettes(theme / "static" / "css" / "palette.css")


def brand_css(theme: Path, brand: Brand) -> str:
    """What the style sheet says more than the theme's; empty for the theme's own colors."""
    palettes = _theme_palettes(theme)
    rules = []
    for each in THEMES:
        if tokens := _tokens(each, brand, palettes[each.name]):
            rules.append(_root(each.query, tokens))
            more = {"accent": _readable(tokens["accent"], palettes[each.name], HIGH_CONTRAST)}
            rules.append(_root(" and ".join(filter(None, ("(prefers-contrast: more)", each.query))), more))
    if not brand.has_motif:
        rules.append(":root:root { --teeth-shape: none; }")
    if brand.logo:
        rules.append(LOGO_CSS)
    return "\n".join(rules)


def _root(query: str, tokens: Palette) -> str:
    block = f":root {{ {' '.join(f'--{name}: {color};' for name, color in tokens.items())} }}"
    return f"@media {query} {{ {block} }}" if query else block


def _tokens(theme: Theme, brand: Brand, palette: Palette) -> dict[str, str]:
    """The palette's tokens that the brand changes; the dark color may be a shade of the light one."""
    own = brand.accent_dark if theme.name == "dark" else brand.accent
    color = own or brand.accent
    if not color:
        return {}
    accent = _readable(color, palette, MIN_CONTRAST)
    inks = (palette["surface"], palette["ground"], palette["ink"])
    ink = max(inks, key=lambda each: contrast(parse_rgb(each), parse_rgb(accent)))
    return {"accent": accent, "accent-ink": ink, "accent-soft": _tint(accent, palette)}


def _tint(accent: str, palette: Palette) -> str:
    ground, texts = parse_rgb(palette["ground"]), (parse_rgb(accent), parse_rgb(palette["ink"]))
    shades = (mix(parse_rgb(accent), ground, MAX_TINT * step / STEPS) for step in range(STEPS, 0, -1))
    fits = (shade for shade in shades if min(contrast(text, shade) for text in texts) >= MIN_CONTRAST)
    return _hex(next(fits, ground))


def _readable(color: str, palette: Palette, least: float) -> str:
    """The nearest shade of a color whose contrast to the palette's grounds is at least `least`."""
    rgb = parse_rgb(color)
    away = max(BLACK, WHITE, key=lambda end: _lowest_contrast(end, palette))
    shades = (mix(away, rgb, step / STEPS) for step in range(STEPS + 1))
    return _hex(next(shade for shade in shades if _lowest_contrast(shade, palette) >= least))


def _lowest_contrast(color: Rgb, palette: Palette) -> float:
    return min(contrast(color, parse_rgb(palette[ground])) for ground in ("ground", "surface"))


def _hex(color: tuple[int, ...]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in color)
