"""Statistics cards: figures as PNG in three sizes, light and dark, in every language; drawn by Pillow.

`CardText` (texts) -> `Scene` (geometry) -> canvas of palette indices -> PNG; each step is a pure function.
"""
