"""One atomic release of the output folder: staging, manifest, lock, exchange, sanity checks."""
