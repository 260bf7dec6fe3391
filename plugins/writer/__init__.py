"""Writer: what differs is written, and a good build is released whole or not at all.

`release` is the whole of it; `workshop`, `folder`, `manifest`, `turn`, `swap`,
`suspicion` and `refusals` are its parts.
"""
