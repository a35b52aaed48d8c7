"""Reports taken in: what a page, a PDF, a feed or a pasted text says of itself, with what that rests on."""
