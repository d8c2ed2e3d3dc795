import pytest

from tests.members.api.calling import Program, make_token


@pytest.fixture
def program(db):
    """A program that may read and write."""
    return Program(make_token()[1])
