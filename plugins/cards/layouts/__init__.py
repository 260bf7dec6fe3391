"""One module for each kind of card: a poster and a size into marks with places. Pure geometry, no pixels."""
