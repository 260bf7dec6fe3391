"""The live preview: `app` serves, `session` watches and rebuilds, `worker` builds in its own process."""
