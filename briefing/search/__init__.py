"""The search index, in parts that the search page fetches as it needs them.

How the parts are made and why, `docs/search.md` says.
"""
