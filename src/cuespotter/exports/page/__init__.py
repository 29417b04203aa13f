"""What is read: the film's page, its lists and sections; the same in Markdown and plain text."""
