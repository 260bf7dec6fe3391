"""The site's settings: what two deployments may set differently, and what Pelican asks for."""

from pathlib import Path

ROOT = Path(__file__).parent

SITEURL = "https://122.example"
LANGUAGES = ["ru", "en"]  # the first one is shown at the site's root
TIMEZONE = "Asia/Yakutsk"
DEFAULT_PAGINATION = 20
NOW = ""  # the build's moment, ISO 8601; empty: the clock
SEARCH = True  # make the search index
PREVIEW = False  # drafts and scheduled items too
FORCE_RELEASE = False  # release even what looks like an accident

FEED_AUTHORITY = "122.example,2022"  # a host and a year in which it was ours: it stays when the site moves
FEED_HUBS: list[str] = []  # WebSub hubs, told of changed feeds when the site is published
FEED_DZEN = ["ru"]  # the languages with a feed for Dzen
FEED_NEWS_SITEMAP = ["ru", "en"]  # the languages with a Google News sitemap

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
}
PLUGIN_PATHS = [str(ROOT)]
PLUGINS = [
    "plugins.site.plugin",
    "plugins.feeds.plugin",
    "plugins.search.plugin",
    "plugins.pwa.plugin",
]

# plugins.site reads and writes all content itself: Pelican's own generators have nothing to do.
ARTICLE_PATHS: list[str] = []
ARTICLE_EXCLUDES = ["."]
PAGE_PATHS: list[str] = []
PAGE_EXCLUDES = ["."]
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
