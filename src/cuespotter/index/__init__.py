"""Where in all recordings a hash occurs, and the fingerprints: written once, memory-mapped, never changed."""
