"""Pictures: renditions for every screen, encoded anew without metadata; originals are never published."""
