"""What a learner's answers add up to: read-only pages, no tables."""
