"""Alignments -> numbered cues."""
