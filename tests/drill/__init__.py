"""Casting, closing and counting under load, in parallel, and with processes that die."""
