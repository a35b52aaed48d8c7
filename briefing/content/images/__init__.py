"""The files of images: their parts, what these give away, and how that is removed."""
