"""Run a report notebook with checked parameters and keep what it found."""
