"""Notes and what was found in them in; events in order and the days of the campaign out."""
