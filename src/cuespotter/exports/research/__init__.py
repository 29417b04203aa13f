"""What is measured or annotated further: labels, tiers, annotations."""
