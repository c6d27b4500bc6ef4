"""Measured claims: speed, memory and accuracy, printed with their targets."""
