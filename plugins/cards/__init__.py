"""Statistics cards: texts (`CardText`) -> geometry (`Scene`) -> canvas of palette indices -> PNG."""
