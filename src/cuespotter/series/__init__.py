"""What the episodes of a series share: their openings and closings."""
