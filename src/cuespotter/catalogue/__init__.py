"""What is remembered: recordings, films and cues, in a database; and where the library's files lie."""
