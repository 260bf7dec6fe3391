"""The desk: what editors run between an idea and a published item.

`check` tells everything wrong or doubtful, `status` what waits for someone, `new` lays out a bundle,
`confirm` marks a translation as up to date, `serve` shows the site while it is written.
"""
