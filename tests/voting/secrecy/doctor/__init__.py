"""Each thing the doctor looks for, really wrong."""
