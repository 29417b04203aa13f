"""What returns: a film held against itself."""
