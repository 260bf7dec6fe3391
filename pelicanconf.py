"""What Pelican asks for. What identifies the hotline stands in `content/site.yaml`."""

from pathlib import Path

ROOT = Path(__file__).parent

SITEURL = ""  # empty: `url` in site.yaml
TIMEZONE = "UTC"  # for Pelican alone; the site's own is in site.yaml
DEFAULT_PAGINATION = 20
NOW = ""  # the build's moment, ISO 8601; empty: the clock
SEARCH = True  # make the search index
PREVIEW = False  # drafts and scheduled items too
SKIP_BROKEN = False  # items with an error stay as they were published; the others are built
FORCE_RELEASE = False  # release even what looks like an accident

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
    "plugins.feeds",
    "plugins.search",
    "plugins.pwa",
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
