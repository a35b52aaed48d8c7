"""The editor's desk: notes as forms in a browser, on this machine alone."""
