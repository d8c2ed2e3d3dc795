import pytest

from tests.factories.home import make_site


@pytest.fixture
def tree(db):
    return make_site()


@pytest.fixture
def tree_in_two_languages(db):
    return make_site("es")
