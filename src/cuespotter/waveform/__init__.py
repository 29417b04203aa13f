"""Sound against sound: a film's samples held against those of a recording whose file is at hand."""
