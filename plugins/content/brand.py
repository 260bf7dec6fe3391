"""Reads the brand: accent colors as any CSS color, whose contrast in both themes is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plugins.diagnostics.schema import Field, Schema
from plugins.model.config import Brand

if TYPE_CHECKING:
    from plugins.diagnostics.field_reader import FieldReader


def _read_color(fields: FieldReader, key: str) -> str | None:
    """A color as `#rrggbb`."""
    from PIL import ImageColor  # noqa: PLC0415 - most sites have the theme's own colors

    typed = fields.one_line(key)
    try:
        red, green, blue = ImageColor.getrgb(typed)[:3]
    except ValueError:
        fields.report(key, "site-color", typed=typed)
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


BRAND_SCHEMA = Schema(
    (Field("accent", _read_color, missing="field-missing"), Field("accent_dark", _read_color))
)


def read_brand(fields: FieldReader, key: str) -> Brand | None:
    """The brand's colors."""
    values: dict[str, Any] = fields.mapping(key).read(BRAND_SCHEMA)
    return Brand(**values)
