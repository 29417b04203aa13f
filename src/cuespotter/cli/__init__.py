"""The commands. Results go to stdout, words and progress to stderr."""
