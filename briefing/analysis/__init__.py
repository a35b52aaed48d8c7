"""A note in, its mentions, keywords, dates and summary out."""
