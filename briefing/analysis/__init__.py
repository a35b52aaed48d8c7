"""The analysis of one note: its mentions, keywords, tags and summary."""
