"""Reading of Markdown bodies."""
