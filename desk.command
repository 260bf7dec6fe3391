#!/bin/sh
# macOS: a double click opens the editors' desk in the browser.
cd "$(dirname -- "$0")" && exec ./inv desk
