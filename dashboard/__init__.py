"""What the counts mean and how they are shown."""
