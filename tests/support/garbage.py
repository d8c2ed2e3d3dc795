"""When Python looks for garbage while tests run.

What collecting makes (some ten thousand objects of pytest, and every module of
tests) stays until the end. Python would walk over it again and again while it
grows, which is a third of the time that collecting takes, and later with every
thorough search.
"""

import gc

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Looks for no garbage while tests are collected, and afterwards only at what the tests make."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
