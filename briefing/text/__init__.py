"""Pure functions of text: sentences, folded names, dates and figures, each with its place."""
