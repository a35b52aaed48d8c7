"""Markdown bodies: HTML, running prose with offsets, links."""
