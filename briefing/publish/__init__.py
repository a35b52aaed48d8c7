"""A verified site in; releases of it in a folder, behind rsync or on a git branch, one of them live, out."""
