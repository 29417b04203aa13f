"""What is handed on: one file for each format, and one table that names them (`formats`)."""
