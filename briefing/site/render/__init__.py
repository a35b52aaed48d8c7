"""Rendering: templates, scripts and style sheets."""
