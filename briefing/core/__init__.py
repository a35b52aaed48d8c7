"""Values that every part may know: problems, dates, the model and the settings."""
