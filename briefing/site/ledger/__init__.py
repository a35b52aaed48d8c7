"""The ledger in; its pages, its rows on other pages, its warnings and the list of corrections out."""

from briefing.site.ledger import beside, corrections, editions, falling, pages

FAMILIES = (*pages.FAMILIES, corrections.FAMILY)
QUESTIONS = tuple(
    question for part in (beside, editions, pages, corrections, falling) for question in part.QUESTIONS
)
