"""The preview: the site on this machine while it is written.

`app` serves what was built and tells the browser of every build; `session` watches and builds.
"""
