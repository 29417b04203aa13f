"""What was heard and the index -> candidates."""
