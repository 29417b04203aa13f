"""Candidates -> alignments: exact in offset, speed and pitch, with bounds and evidence."""
