"""Files for machines and researchers, each with a description of its columns."""
