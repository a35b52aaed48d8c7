"""The content folder: notes, pages, leads and the registry, read and checked."""
