"""Full search over what is published: words asked for, publications found, excerpts shown."""
