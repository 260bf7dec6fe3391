"""Build infrastructure: the build cache, fingerprints, file helpers. It knows nothing of content or pages."""
