"""Measurements. Absolute figures belong to the machine; the ratios can be compared."""
