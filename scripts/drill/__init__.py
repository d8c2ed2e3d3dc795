"""Whether the promises about ballots hold when things go wrong, in full numbers, as a report."""
