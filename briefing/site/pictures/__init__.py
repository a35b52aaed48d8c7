"""Values in; what a template needs to draw them as SVG out: numbers in the units of a view box."""
