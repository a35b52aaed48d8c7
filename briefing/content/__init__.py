"""Files in, checked notes, pages, leads and a registry out, or Problems with their lines."""
