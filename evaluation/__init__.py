"""How well Cuespotter hears: film-like mixes with exact truth, a scorer, and the table of targets."""
