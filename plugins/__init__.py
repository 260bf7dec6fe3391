"""The capabilities, a package each: `__init__` tells, `plugin.py` is the door to Pelican, nouns follow."""
