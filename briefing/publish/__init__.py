"""Publish a verified site to a folder, a host or a git branch, and keep earlier releases to go back to."""
