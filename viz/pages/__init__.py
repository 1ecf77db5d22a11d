"""Pages of text that can be attached to a paper: one description, written as plain text, Markdown or HTML."""
