"""The editors' desk: the screens in the browser where items are listed, written, checked and published."""
