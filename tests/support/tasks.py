"""Background work of one test that is not as in the others."""

import pytest

from tests.support.background import QuickBackend


@pytest.fixture
def search_index(monkeypatch):
    """What is saved can be found: by the site's search and by the editor's list of uses."""
    monkeypatch.setattr(QuickBackend, "keeps_indexes", True)
