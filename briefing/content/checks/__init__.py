"""Checks that need more than one file, or look into a file that is no text."""
