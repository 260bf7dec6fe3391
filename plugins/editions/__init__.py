"""Editions: the site in one language each, sorted from what was read, frozen, and shown page by page.

The ground that every other package may stand on is here too: `errors` (what is wrong, told to an editor),
`language` (names, dates, numbers, plurals) and `yaml_tree` (YAML that knows its lines).
"""
