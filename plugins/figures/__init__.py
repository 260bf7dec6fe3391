"""Figures by reference: every number stands once, in `content/figures/*.yaml`, with its source.

A wrong file or reference gives a `Problem`, never an exception.
"""
