"""Databases, processes and browsers for the tests."""
