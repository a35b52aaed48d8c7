"""A preview that rebuilds and reloads on save."""
