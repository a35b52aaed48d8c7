"""The ledger: every claim, how claims relate, and what was known on a day."""
