"""Benchmarks: what the site's own parts cost, measured in one run on one machine."""
