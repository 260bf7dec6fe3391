"""The site as an app: icons, manifests, and the worker that keeps it for when there is no network."""
