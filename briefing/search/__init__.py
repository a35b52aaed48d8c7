"""Everything that can be found goes in; an index in parts that the search page fetches as needed, out.

How the parts are made and why, DECISION.md beside this file says.
"""
