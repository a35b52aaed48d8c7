"""Reports taken in from a page, a PDF, a feed or a pasted text, with the evidence for each value."""
