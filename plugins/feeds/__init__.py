"""Feeds: an edition as RSS, Atom and JSON Feed, for the programs that tell readers of news.

One model (`feed`) is composed from an edition (`compose`) and written in three formats (`rss`, `atom`,
`json_feed`) and two profiles (`dzen`, `news_sitemap`). `files` lists every document with a fingerprint of
what it shows, so that only what changed is composed. `lock` keeps what readers' programs know items by.
"""
