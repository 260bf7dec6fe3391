"""The live preview: `app` serves the built site and its events, `session` watches files and rebuilds."""
