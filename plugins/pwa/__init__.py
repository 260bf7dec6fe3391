"""The site as an installable app that works offline."""
