"""What people said, in English and Vietnamese."""
