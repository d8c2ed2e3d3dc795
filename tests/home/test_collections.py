import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from core.models import SiteDocument, SiteImage
from home.domain.collections import INTERNAL, MEMBERS_DOCUMENTS, PUBLIC, make_collections, public_files
from tests.factories.voting import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path


@pytest.fixture
def collections():
    make_collections()
    return {name: Collection.objects.get(name=name) for name in (PUBLIC, INTERNAL)}


@pytest.fixture
def paper(collections):
    document = SiteDocument(title="Checklist", collection=collections[INTERNAL])
    document.file.save("checklist.txt", ContentFile(b"Count twice."))
    document.save()
    return document


def may(user, action, model):
    policy = policy_registry.get_by_type(model)
    return {collection.name for collection in policy.collections_user_has_permission_for(user, action)}


@pytest.mark.parametrize("group", ["Editors", "Publishers"])
@pytest.mark.parametrize("action", ["add", "change", "choose"])
def test_editors_keep_public_pictures_and_documents_for_everybody_or_for_members(collections, group, action):
    assert may(make_user(groups=[group]), action, SiteImage) == {PUBLIC}
    assert may(make_user(groups=[group]), action, SiteDocument) == {PUBLIC, MEMBERS_DOCUMENTS}


@pytest.mark.parametrize("group", ["Tellers", "Operators"])
def test_tellers_and_operators_keep_papers_of_their_own(collections, group):
    assert may(make_user(groups=[group]), "add", SiteDocument) == {INTERNAL}
    assert may(make_user(groups=[group]), "add", SiteImage) == set()


@pytest.mark.parametrize(("group", "status"), [("Tellers", 200), ("Operators", 200), ("Editors", 302)])
def test_internal_papers_are_served_to_their_groups_alone(client, paper, group, status):
    client.force_login(make_user(groups=[group]))
    assert client.get(paper.url).status_code == status


def test_internal_papers_are_not_served_to_visitors(client, paper):
    assert client.get(paper.url).status_code == 302


def test_making_them_again_changes_nothing(collections):
    make_collections()
    assert Collection.objects.filter(name__in=(PUBLIC, MEMBERS_DOCUMENTS, INTERNAL)).count() == 3
    assert public_files().name == PUBLIC
