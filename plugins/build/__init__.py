"""Build infrastructure: the build cache, fingerprints, and file helpers. Knows nothing of content or pages."""
