"""The journey, the scores and the words of customers brought together."""
