"""Problems told to editors: messages, YAML with line numbers, field readers, text safety."""
