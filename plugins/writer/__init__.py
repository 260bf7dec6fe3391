"""Writer: what differs is written, and a good build is released whole or not at all.

`release` is the whole of it; `press` skips pages that show nothing new, by `memory` and `digest`.
`workshop`, `folder`, `manifest`, `turn`, `swap`, `suspicion` and `refusals` are the release's parts.
"""
