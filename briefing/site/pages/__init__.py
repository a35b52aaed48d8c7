"""A catalogue in; for each kind of page, the plans of its pages out."""
