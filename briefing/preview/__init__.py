"""Preview the site, rebuilt and reloaded on each save."""
