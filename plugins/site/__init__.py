"""The life of a build, and Pelican's entry point."""
