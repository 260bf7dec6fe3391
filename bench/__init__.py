"""Benchmarks of the site: run by `./inv bench`, never by the tests."""
