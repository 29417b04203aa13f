"""What can be counted from a film's cues: filed rows, totals, shares, and what is missing. Pure functions."""
