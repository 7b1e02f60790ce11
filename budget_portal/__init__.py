"""Configuration of the portal: settings, addresses, entry points."""
