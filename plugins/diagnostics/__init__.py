"""Problems and their messages, YAML with line numbers, field readers, text safety."""
