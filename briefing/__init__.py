"""Briefing turns Markdown notes on press reports into a searchable static site of their chronology."""

__version__ = "0.1.0"
