"""What a build remembers for the next one: analyses by content hash and a manifest of outputs."""
