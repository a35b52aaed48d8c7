"""Incremental builds: inputs, queries and outputs, a dependency graph, stores and executors; no domain."""
