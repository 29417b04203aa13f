"""Where in a film there is music, whoever made it."""
