"""Many notes in order of time: their cards, events, days and key dates."""
