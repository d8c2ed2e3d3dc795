import pytest


@pytest.fixture(autouse=True)
def second_factor(settings):
    """Elsewhere tests sign staff in without one; here it is asked for, as on a real site."""
    settings.STAFF_SECOND_FACTOR = "required"
