"""`./inv import`: articles of other systems as bundles. Readers yield `SourceItem`s; `run` does the rest."""
