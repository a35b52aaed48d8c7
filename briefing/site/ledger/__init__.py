"""The ledger on pages: statements in words, compared with others, as known on a day."""

from briefing.site.ledger import comparisons, editions, falling_counts, origins

QUERIES = (*comparisons.QUERIES, *editions.QUERIES, *falling_counts.QUERIES, *origins.QUERIES)
