"""The search index, in files that the search page fetches as it needs them.

`docs/search.md` says how the files are made and why.
"""
