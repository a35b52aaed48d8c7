"""A catalogue in; files for machines and researchers out, each with a description of its columns."""
