"""From canonical text to candidate statements: sections, mentions, figures, relations."""
