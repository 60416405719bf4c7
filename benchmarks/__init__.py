"""Ratios of processor time against named alternatives, all measured in one run."""
