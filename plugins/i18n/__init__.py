"""Languages, phrases, plurals, dates and typography."""
