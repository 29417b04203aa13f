"""From samples to peaks, landmarks and presence."""
