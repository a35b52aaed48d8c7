"""Cards in; the ledger out: every claim, how claims relate, and what was known on a day."""
