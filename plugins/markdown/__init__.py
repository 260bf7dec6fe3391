"""Markup: one Markdown file becomes a `Document` with its HTML, references and problems.

`reader.read_document` is the way in; `typography.typeset` sets titles and summaries; `marks` tells what
stands in the HTML for what is resolved later; `dates` reads dates as editors type them.
"""
