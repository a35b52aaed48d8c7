"""The ledger in; its pages, its rows on other pages, its warnings and the list of corrections out."""

from briefing.site.ledger import comparisons, corrections, editions, falling_counts, pages

OUTPUTS = (*pages.OUTPUTS, corrections.FAMILY)
QUERIES = tuple(
    question
    for part in (comparisons, editions, pages, corrections, falling_counts)
    for question in part.QUERIES
)
