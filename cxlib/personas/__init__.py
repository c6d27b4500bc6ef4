"""Which kinds of customer there are, how stable that is, who is not our customer."""
