"""Pictures, drawn as SVG by templates: all numbers are in units of a view box."""
