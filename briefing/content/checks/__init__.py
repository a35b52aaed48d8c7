"""Checks of the content beyond the form of a single file."""
