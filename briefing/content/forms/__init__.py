"""What front matter and registry files may hold, field by field."""
