"""The kinds of pages, one module each: which there are and how they are made."""
