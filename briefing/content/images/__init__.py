"""The files of images: what stands in them, what they give away, and how that is taken out."""
