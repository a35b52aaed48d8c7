"""The ledger in; its pages, its rows on other pages, and the list of corrections out."""
