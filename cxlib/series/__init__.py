"""What a series of numbers over time says: control limits, breaks, season, outlook."""
