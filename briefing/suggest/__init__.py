"""A note and the registry in; claims, events, aliases and dates that its text holds and it lacks, out."""
