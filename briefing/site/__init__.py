"""Notes, events and days in; page models, feeds and other files as values out."""
