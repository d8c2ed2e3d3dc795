import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from core.models import SiteDocument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document():
    collection = Collection.get_first_root_node().add_child(name="Minutes")
    return SiteDocument.objects.create(
        title="Minutes", file=ContentFile(b"words", name="minutes.txt"), collection=collection
    )


def restrict(document, kind=CollectionViewRestriction.LOGIN):
    restriction = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=kind
    )
    restriction.groups.add(Group.objects.create(name="Members"))


def test_document_for_everybody_may_be_kept_for_a_minute(client, document):
    response = client.get(document.url)
    assert response.getvalue() == b"words"
    assert response["Cache-Control"] == "public, max-age=60"


def test_restricted_document_is_kept_by_nobody(admin_client, document):
    restrict(document)
    response = admin_client.get(document.url)
    assert response.status_code == 200
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize("kind", [CollectionViewRestriction.LOGIN, CollectionViewRestriction.GROUPS])
def test_restricted_document_is_refused_and_the_refusal_not_kept(client, document, kind):
    restrict(document, kind)
    response = client.get(document.url)
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_document_cannot_run_anything(client, document):
    assert client.get(document.url)["Content-Security-Policy"] == "default-src 'none'"
