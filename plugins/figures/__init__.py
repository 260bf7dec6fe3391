"""Figures by reference: every number stands once, in `content/figures/*.yaml`, with its source."""
