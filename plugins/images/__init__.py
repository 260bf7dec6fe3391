"""Pictures: a photograph in a bundle becomes renditions for every screen, and the markup that offers them.

The original is never published: renditions are encoded anew, without metadata, and cached by content.
"""
