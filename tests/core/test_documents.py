import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, CollectionViewRestriction

from core.models import SiteDocument

pytestmark = pytest.mark.django_db

WORDS = b"0123456789"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DOCUMENTS_ROOT = tmp_path / "private"


def make_document(name="minutes.txt", content=WORDS):
    collection = Collection.get_first_root_node().add_child(name="Minutes")
    document = SiteDocument(title="Minutes", collection=collection)
    document.file.save(name, ContentFile(content))
    document.get_file_hash()
    return document


@pytest.fixture
def document():
    return make_document()


def restrict(document, kind=CollectionViewRestriction.LOGIN):
    restriction = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=kind
    )
    restriction.groups.add(Group.objects.create(name="Members"))


def test_document_lies_outside_the_public_folder_and_has_no_address_there(document):
    assert (site_settings.DOCUMENTS_ROOT / document.file.name).read_bytes() == WORDS
    assert not site_settings.MEDIA_ROOT.exists()
    with pytest.raises(NotImplementedError):
        _ = document.file.url


def test_document_for_everybody_may_be_kept_for_a_minute(client, document):
    response = client.get(document.url)
    assert response.getvalue() == WORDS
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Content-Length"] == "10"


def test_restricted_document_is_kept_by_nobody(admin_client, document):
    restrict(document)
    response = admin_client.get(document.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("kind", [CollectionViewRestriction.LOGIN, CollectionViewRestriction.GROUPS])
def test_restricted_document_is_refused_and_the_refusal_not_kept(client, document, kind):
    restrict(document, kind)
    response = client.get(document.url)
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"


def test_document_cannot_run_anything(client, document):
    response = client.get(document.url)
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("a.pdf", "application/pdf", 'inline; filename="a.pdf"'),
        ("a.txt", "text/plain", 'inline; filename="a.txt"'),
        ("a.csv", "text/csv", 'attachment; filename="a.csv"'),
        # Uploaded before there was a list of what may be.
        ("a.html", "text/html", 'attachment; filename="a.html"'),
        ("a.svg", "image/svg+xml", 'attachment; filename="a.svg"'),
    ],
)
def test_browser_shows_harmless_kinds_and_saves_the_others(client, name, kind, disposition):
    response = client.get(make_document(name, b"<script>alert(1)</script>").url)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == disposition


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "script.js", "feed.xml", "tool.exe", "none"])
def test_what_browsers_run_cannot_be_uploaded(name):
    document = SiteDocument(title="Bad", file=ContentFile(b"x", name=name))
    with pytest.raises(ValidationError):
        document.clean()
    assert "file" in get_document_form(SiteDocument).base_fields


@pytest.mark.parametrize("name", ["minutes.pdf", "Budget.XLSX", "notes.txt"])
def test_papers_can_be_uploaded(name):
    SiteDocument(title="Good", file=ContentFile(b"x", name=name)).clean()


def test_wrong_name_is_not_found(client, document):
    assert client.get(f"/documents/{document.pk}/other.txt").status_code == 404


def test_lost_file_is_not_found(client, document):
    (site_settings.DOCUMENTS_ROOT / document.file.name).unlink()
    assert client.get(document.url).status_code == 404


def test_document_takes_no_form(client, document):
    assert client.post(document.url).status_code == 405


def test_unchanged_document_is_not_sent_again(client, document):
    etag = client.get(document.url)["ETag"]
    response = client.get(document.url, headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "sent", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=-200", WORDS, "bytes 0-9/10"),
        ("bytes=5-900", b"56789", "bytes 5-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
    ],
)
def test_part_of_a_document_is_sent(client, document, asked, sent, told):
    response = client.get(document.url, headers={"range": asked})
    assert (response.status_code, response.getvalue()) == (206, sent)
    assert (response["Content-Range"], response["Content-Length"]) == (told, str(len(sent)))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=4-3", "bytes=-0"])
def test_part_that_is_not_there_is_refused(client, document, asked):
    response = client.get(document.url, headers={"range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", f"bytes=0-{'9' * 5000}"]
)
def test_part_that_we_do_not_understand_is_the_whole(client, document, asked):
    response = client.get(document.url, headers={"range": asked})
    assert (response.status_code, response.getvalue()) == (200, WORDS)


def test_part_of_another_version_is_the_whole(client, document):
    asked = {"range": "bytes=0-3", "if-range": '"another"'}
    assert client.get(document.url, headers=asked).status_code == 200
    asked["if-range"] = client.get(document.url)["ETag"]
    assert client.get(document.url, headers=asked).status_code == 206


def test_nginx_sends_a_document_once_we_said_yes(client, admin_client, document, settings):
    settings.DOCUMENTS_ACCEL_PREFIX = "/private-documents/"
    restrict(document)
    assert "X-Accel-Redirect" not in client.get(document.url)
    response = admin_client.get(document.url)
    assert response["X-Accel-Redirect"] == f"/private-documents/{document.file.name}"
    assert (response.content, response["Content-Type"]) == (b"", "text/plain")
    assert response["Cache-Control"] == "private, no-store"
