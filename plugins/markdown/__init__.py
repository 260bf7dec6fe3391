"""Markdown files to `Document`s; the entry point is `reader.read_document`."""
