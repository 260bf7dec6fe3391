"""Value types of the site: documents, bundles, editions, content paths, URLs. No input or output."""
