import pytest


@pytest.fixture(autouse=True)
def second_factor(settings):
    """Elsewhere tests sign staff in without one; here it is asked for, as on a real site."""
    settings.STAFF_SECOND_FACTOR = "required"


@pytest.fixture
def key_dir(settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"
    return settings.VOTING_KEY_DIR
