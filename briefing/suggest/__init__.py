"""Suggestions of what a note's text holds and its front matter lacks: claims, events, aliases and dates."""
