import pytest


@pytest.fixture(autouse=True)
def key_dir(settings, tmp_path):
    """Each test keeps its keys to itself."""
    settings.VOTING_KEY_DIR = tmp_path / "keys"
    return settings.VOTING_KEY_DIR
