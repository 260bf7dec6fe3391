"""Sending a release to a folder, a host or object storage; compressed variants, HTTP headers, server maps."""
